# Words of the desk's components.

desk-search = Search reports, numbers or words
desk-menu = Account
desk-account = My account
desk-sign-out = Sign out
desk-help = Officer's guide

pane-queue = Queue of reports
pane-report = Report
pane-actions = Actions and history
pane-back = Back to the queue
pane-choose = Choose a report in the queue to read it here.

queue-unread = Unread

filter-apply = Filter
filter-clear = Clear filters

key-title = Keyboard shortcuts
key-next = Next report
key-previous = Previous report
key-open = Open report
key-search = Search
key-reply = Write an answer
key-back = Back to the queue
key-help = This list of keys
key-close = Close

desk-stage-awaiting-check = Unchecked
desk-stage-forwarded = Forwarded
desk-stage-in-progress = In progress
desk-stage-awaiting-reporter = With reporter
desk-stage-answered = Answered
desk-stage-contested = Contested
desk-stage-closed = Closed
desk-stage-archived = Archived
desk-stage-withdrawn = Withdrawn
desk-stage-merged = Merged
