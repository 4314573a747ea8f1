# Names of roles, kinds, limits and reasons in the administration.

admin-agency-kind-coordinating-ministry = Coordinating ministry
admin-agency-kind-ministry = Ministry
admin-agency-kind-non-ministerial = Non-ministerial agency
admin-agency-kind-state-organ = State organ
admin-agency-kind-non-structural = Non-structural institution
admin-agency-kind-public-broadcaster = Public broadcaster
admin-agency-kind-social-security = Social security body
admin-agency-kind-state-enterprise = State-owned enterprise
admin-agency-kind-regional-enterprise = Regional enterprise
admin-agency-kind-province = Provincial government
admin-agency-kind-regency = Regency government
admin-agency-kind-city = City government
admin-agency-kind-administrative-city = Administrative city

admin-unit-kind-secretariat = Secretariat
admin-unit-kind-inspectorate = Inspectorate
admin-unit-kind-directorate = Directorate
admin-unit-kind-dinas = Regional office (dinas)
admin-unit-kind-badan = Regional body (badan)
admin-unit-kind-hospital = Hospital
admin-unit-kind-utility = Utility
admin-unit-kind-council = Council secretariat
admin-unit-kind-district = District office
admin-unit-kind-other = Other

admin-hub-kind-national = National hub
admin-hub-kind-sector = Sector hub
admin-hub-kind-province = Province hub
admin-hub-kind-unlisted = In no hub

admin-deadline-national-verification = Check by the national admin
admin-deadline-agency-verification = Check by the agency admin
admin-deadline-first-response = First response by the agency
admin-deadline-settle-information = Settling an information request
admin-deadline-settle-aspiration = Settling an aspiration
admin-deadline-settle-complaint = Settling a complaint
admin-deadline-settle-supervisory = Settling a supervisory complaint
admin-deadline-completion = Reporter completes the report
admin-deadline-reporter-window = Reporter contests or accepts an answer
admin-deadline-ombudsman-escalation = Goes to the Ombudsman
admin-deadline-statutory-limit = Outer limit of the law
admin-deadline-completeness-answer = Notice whether the file is complete
admin-deadline-statutory-completion = Completing the file under the law
admin-deadline-decision-delivery = Delivery of the decision
admin-deadline-filing-period = Filing after the service
admin-deadline-information-extension = Extension of an information request
admin-deadline-category-settlement = Limit of the category
admin-deadline-agency-settlement = Limit of the agency
admin-deadline-forced-decision = National decision after transfers
admin-deadline-appeal-window = Appeal against a closing
admin-deadline-support-task = Supporting task

admin-holiday-kind-national = National holiday
admin-holiday-kind-joint-leave = Joint leave
admin-holiday-kind-regional = Regional holiday

admin-limit-unit-working-days = working days
admin-limit-unit-calendar-days = calendar days
admin-limit-unit-working-hours = working hours

admin-account-state-invited = Awaiting first sign-in
admin-account-state-active = Active
admin-account-state-suspended = Suspended

admin-channel-email = E-mail
admin-channel-sms = SMS
admin-channel-letter = Letter
admin-channel-inbox = Desk inbox

admin-refusal-unknown-agency = This agency is not in the list. Choose another one.
admin-refusal-unknown-unit = This unit is not in this agency. Choose another one.
admin-refusal-unknown-hub = This hub is not in the list.
admin-refusal-unknown-category = This category does not exist or is retired. Choose another one.
admin-refusal-unknown-region = Choose a region. Regional governments and regional holidays need one.
admin-refusal-unknown-holiday = This holiday is no longer there. Open the calendar again.
admin-refusal-bad-text = Write plain text, not empty and no longer than allowed.
admin-refusal-bad-code = Use small letters, digits and the signs named in the hint.
admin-refusal-slug-taken = This address belongs to another agency, perhaps a former one. Choose another.
admin-refusal-code-taken = This code is taken, perhaps by a former one. Choose another.
admin-refusal-region-governed = This region has a government already. End that one first.
admin-refusal-not-on-that-day = It does not exist on that day. Choose another day.
admin-refusal-already-ended = It has ended, or its end is already planned.
admin-refusal-before-beginning = This day is before it began. Choose a later day.
admin-refusal-not-in-future = Choose tomorrow or later. Reports already received keep the rules they came under.
admin-refusal-later-change = A change on that day or later is already planned. Choose a later day.
admin-refusal-unchanged = Nothing would change. Change something first, or go back.
admin-refusal-bad-successor = A successor must be another agency that exists on the day after.
admin-refusal-bad-parent = A unit cannot lie below itself, below one that ends, or in another agency.
admin-refusal-has-children = There are parts below it. End or move them first.
admin-refusal-inspectorate-needed = An agency needs one inspectorate at the top for supervisory complaints.
admin-refusal-already-member = This agency is a member already, or will be.
admin-refusal-not-member = This agency is no member on that day.
admin-refusal-hub-has-all = The national hub holds every agency. Its members are not listed one by one.
admin-refusal-keyword-taken = A category beside it has one of these keywords. Remove or replace it.
admin-refusal-one-catch-all = Each level needs exactly one "other" category.
admin-refusal-level-needed = Choose at least one level of government.
admin-refusal-bad-limit = This figure is out of range. Limits are 1 to 3,650, and offices open before they close.
admin-refusal-rules-overlap = Other rules begin on that day or later. Choose a later day.
admin-refusal-holiday-taken = This holiday is there already on that day.
admin-refusal-stale = Somebody else changed a category or route since you opened this page. What you typed is still here: check it, then look at the effect once more.
admin-refusal-in-past = This day has passed. Choose today or later.
admin-refusal-agency-needed = The national level needs an agency. The other levels use the government of the place.
admin-refusal-route-needed = Without this route no office would be responsible. Change the route instead of ending it.
