# Reports of the same: offered before filing, supported, joined, rising.

alike-title = { $n ->
    [one] { $n } person has reported something similar
   *[other] { $n } people have reported something similar
}
alike-lead = The reports below may be about the same thing in the same place. If so, just support one: a single answer reaches everybody, and the office learns how many are affected.
alike-why = Why it is shown:
alike-filed = Reported { $when }
alike-other-title = None of these?
alike-other-text = Go on with your report. Nothing is lost.
alike-go-on = Go on with my report
alike-again = { $n ->
    [one] There is { $n } similar report that is still open
   *[other] There are { $n } similar reports that are still open
}
alike-again-look = Have a look, and support it if it is the same
alike-place = at { $what }
alike-region = in { $what }
alike-matter = matter: { $what }
alike-words = words in common: { $what }
alike-days = { $n ->
    [0] on the same day
    [one] one day apart
   *[other] { $n } days apart
}
support-count = { $n ->
    [one] { $shown } person supports it
   *[other] { $shown } people support it
}
support-this = Support this report
support-title = Support this report
support-lead = You need not file a report yourself. The public sees how many support it, never who.
support-contact = News for you
support-contact-text = Leave a telephone number or an e-mail address if you want to know the answer. You may leave both empty. Neither the office nor the public sees them.
support-note = Something to add for the office that handles it
support-note-hint = For example since when you have seen it. Only the office that handles it reads this, never the public.
support-send = Support
support-cancel = Never mind
support-done-text = Keep the address of this page in case you want to stop supporting one day.
support-thanks = Thank you, your support is recorded
support-own = Your support
support-told = If you left a telephone number or an e-mail address, we tell you when this report is answered or closed.
support-draft = Your draft
support-draft-text = If you had begun to write the same report, you may discard the draft.
support-leave-title = Stop supporting
support-leave-text = Your support, contact and addition are deleted. The report goes on.
support-leave = Stop supporting
support-left = You no longer support it
support-left-text = Everything you left with this report has been deleted.
support-browse = See other reports
page-alike = Similar reports at this place
page-joined = { $n ->
    [one] { $n } other report was joined to this one
   *[other] { $n } other reports were joined to this one
}
cluster-title = Reports about the same thing
cluster-none = No other report about this yet
cluster-none-text = Other reports about the same thing in the same place will appear here.
cluster-lead = Received between { $from } and { $to }.
cluster-list = All of them
cluster-count = { $n } reports
cluster-order = newest first
cluster-how = Joined by officers, or alike in place, matter and words. Likeness is computed by machine and may be wrong.
cluster-back = Back to the report
desk-alike-title = { $n ->
    [one] Possibly the same: { $n } report
   *[other] Possibly the same: { $n } reports
}
desk-alike-score = { $n }% alike
desk-alike-join = Join to this report
desk-queue-twin = Possibly a duplicate
desk-support-notes = Additions from supporters ({ $n })
desk-nav-rising = Rising
rising-title = What is rising
rising-lead = Matters suddenly reported more often than usual, and places that are reported or settled again and again. Confidential reports are not counted.
rising-none = Nothing is rising
rising-none-text = When reports about one matter surge, the evidence will appear here.
rising-count = { $n ->
    [one] { $n } issue in the last two weeks
   *[other] { $n } issues in the last two weeks
}
rising-order = newest first
rising-figure = Number of reports
rising-since = Noticed { $day }
rising-days = Reports by day, last two weeks
rising-newest = Newest reports
rising-surge = { $n } reports in { $days ->
    [one] { $days } day
   *[other] { $days } days
}; usually { $usual }
rising-few = fewer than 1
rising-cluster = { $n } reports about one place in { $days } days
rising-repeat = settled { $n } times at the same place in { $days } days
notice-rising-subject = LAPOR: a matter is rising
notice-foot-supporter = This message was sent automatically because you support a report. We never write what a report says in an e-mail.
notice-leave = Stop: { $url }
notice-supporter-next = Read it on the page of the report.
notice-supporter-progress = news on the report you support.
notice-supporter-answered = the report you support has been answered.
notice-supporter-closed = the report you support has been closed.
notice-supporter-archived = the report you support cannot be handled.
notice-supporter-withdrawn = the report you support was taken back.
notice-supporter-merged = the report you support was joined to another; you stay informed.
notice-supporter-reopened = the report you support was reopened.
desk-notice-rising = { $late } reports in { $near } days: { $matter }.
