# Queues of the desk: their names, and what would be in an empty one.

desk-queue-verify = To check
desk-queue-returned = Returned
desk-queue-forced = To decide
desk-queue-appeals = Appeals
desk-queue-mine = My unit
desk-queue-below = Sub-units
desk-queue-at-units = At units
desk-queue-supervisory = Supervisory
desk-queue-escalated = Ombudsman
desk-queue-tasks = Supporting tasks
desk-queue-copies = Copies
desk-queue-contested = Contested
desk-queue-overdue = Late
desk-queue-answered = Answered
desk-queue-all = All
desk-queue-ended = Ended
desk-empty-verify = New reports will appear here. There is nothing to check yet.
desk-empty-returned = Reports that agencies return will appear here.
desk-empty-forced = Reports that were transferred too often will appear here to be decided.
desk-empty-appeals = Appeals against a closing will appear here.
desk-empty-mine = Reports assigned to your unit will appear here.
desk-empty-below = Reports that are with units will appear here.
desk-empty-supervisory = Complaints for the inspectorate to examine will appear here.
desk-empty-escalated = Reports passed to the Ombudsman will appear here.
desk-empty-tasks = Requests of other offices for support will appear here.
desk-empty-copies = Reports of which your agency got a copy will appear here.
desk-empty-contested = Answers that the reporter contested will appear here.
desk-empty-overdue = No report has passed its limit.
desk-empty-answered = Reports that are answered and wait for the reporter will appear here.
desk-empty-all = There are no open reports yet.
desk-empty-ended = Reports that have ended will appear here.
desk-queues = Queues
desk-queue-order = nearest deadline first
desk-queue-order-ended = last ended first
desk-queue-order-found = newest first
desk-queue-count = { $n ->
    [one] { $n } report
   *[other] { $n } reports
}
desk-queue-count-more = { $n ->
    [one] { $n } report on this page
   *[other] { $n } reports on this page
}
desk-queue-found = { $n ->
    [one] { $n } report matches the search
   *[other] { $n } reports match the search
}
desk-queue-empty-title = No reports here
desk-queue-none-title = Nothing matches
desk-queue-none = Try other words, check the number, or clear the filters.
desk-queue-many = 99+
desk-filter = Filter the queue
desk-filter-stage = Stage
desk-filter-light = Deadline
desk-filter-any = All
desk-no-queue = This duty has no queue of reports
desk-no-queue-help = Choose another duty, or ask your agency’s admin for one that fits.
desk-choose-duty = Change duty
desk-waits-reporter = waiting for the reporter
