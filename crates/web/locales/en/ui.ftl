# Words of the components: what every page shares.

skip = Skip to content
back = Back
change = Change
sign-in = Sign in
title-error-prefix = Error:

nav-main = Main menu
nav-way = Back and exit
nav-footer = Help links

place-submit = Report
place-track = Track
place-browse = Read
place-statistics = Statistics
place-help = Help

footer-help-title = Need help?
footer-help-text = Reporting is free. You may ask someone to fill in a report for you.
footer-help = How to report and contact us
footer-about = About LAPOR
footer-privacy = How we keep your data private
footer-accessibility = Accessibility
footer-data = Open data
site-description = Tell the state what is wrong, from any phone, without an account. See which office has your report, and by when it must answer.
footer-owner = National public complaint service of the Republic of Indonesia

theme-title = Appearance
theme-auto = Follow device
theme-light = Light
theme-dark = Dark
theme-contrast = High contrast
theme-colour-safe = Colour-blind safe

exit-leave = Quick exit
exit-shift = or press Shift 3 times

steps = Step { $n } of { $total }

field-optional = (optional)
field-error-prefix = Error:
field-limit = At most { $n } characters.
field-left-template = # characters left.
field-over-template = # characters too many.
error-summary-title = Some answers need fixing
date-day = Day
date-month = Month
date-year = Year

rating-1 = Very dissatisfied
rating-2 = Dissatisfied
rating-3 = Neither
rating-4 = Satisfied
rating-5 = Very satisfied

notice-info = Information
notice-success = Done
notice-warning = Please note
notice-problem = Problem

light-on-time = On time
light-near = Due soon
light-late = Late
due-why = Why this date?

stage-awaiting-check = Waiting to be checked
stage-forwarded = Sent to the agency
stage-in-progress = Being handled
stage-awaiting-reporter = Needs more from you
stage-answered = Answered
stage-contested = You objected
stage-closed = Finished
stage-archived = Cannot be handled
stage-withdrawn = Withdrawn
stage-merged = Merged
stage-awaiting-reporter-public = Needs more from the reporter
stage-contested-public = The reporter objected

timeline-next = Next

pages-label = Pages
pages-newer = Newer
pages-older = Older

file-size = size { $size }

figure-table = Show the numbers as a table
figure-download = Download the numbers (CSV)
figure-what = What is counted
figure-course = { $what }: { $first }% → { $last }%
figure-nothing = No numbers yet.
figure-described = Most: { $most }, { $most_n }. Least: { $least }, { $least_n }.

receipt-number = Report number
receipt-secret = Secret code
receipt-secret-note = This code is shown only once. Note it in a safe place and tell nobody.
receipt-qr = Scan to track
receipt-print = Print the receipt

format-today = today
format-tomorrow = tomorrow
format-yesterday = yesterday
format-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
format-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
format-hours-ago = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
format-minutes-ago = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
format-just-now = just now
