# Reading an answer before it is posted, and drafts from closed cases.

desk-gate-title = Not sent yet: check this answer first
desk-gate-error = { $n ->
    [one] The answer was not sent: one thing needs a look.
   *[other] The answer was not sent: { $n } things need a look.
  }
desk-gate-choice = Change the answer and send it again. If it has to be like this, write the reason below; it is kept and can be read by supervisors and the Ombudsman.
desk-gate-decline = A report that is not your office's to settle is given back, so that it reaches the office that can; it is not closed. If your office did something, say what and when.
desk-gate-to-decline = Give this report back or pass it on
desk-gate-files = Choose your files again before sending.
desk-gate-reason = Reason to send it all the same
desk-gate-reason-hint = Leave it empty if you change the answer. The reporter does not read it.
desk-gate-like = Similar answer: { $number }
desk-gate-missing = A reader would still ask: { $what }.
desk-despite = Sent although marked: { $faults }
desk-fault-blames = Blames the reporter.
desk-fault-blames-help = Write what your office does, without judging the reporter.
desk-fault-personal = Holds personal data.
desk-fault-personal-help = The public reads this answer. Remove names, numbers or addresses of people.
desk-fault-photo = A photograph used before.
desk-fault-photo-help = It is the reporter's own, or served as proof for another report. Attach a new one of this place.
desk-fault-photo-old = A photograph older than the report.
desk-fault-photo-old-help = Its own data say it was taken before the report came. Attach one of how it is now, or say below why this one proves it.
desk-fault-photo-far = A photograph from elsewhere.
desk-fault-photo-far-help = Its own data name a place outside the regency or city of the report. Attach one of this place, or say below why this one proves it.
desk-fault-not-ours = Says it is not your authority.
desk-fault-not-ours-help = Answering "not our authority" closes the report without helping the reporter.
desk-fault-off-topic = Speaks of something else.
desk-fault-off-topic-help = The report does not mention it.
desk-fault-elsewhere = Sends the reporter elsewhere.
desk-fault-elsewhere-help = Also say what your office has done.
desk-fault-echoes = Repeats the words of the report.
desk-fault-echoes-help = Write what was done, not what was reported.
desk-fault-canned = A template.
desk-fault-canned-help = Nearly the same as an answer to another report, or only general phrases.
desk-fault-undated = Promises without a date.
desk-fault-undated-help = Name a day you can be held to.
desk-fault-no-action = Names no action.
desk-fault-no-action-help = Say what was done, decided or scheduled.
desk-fault-too-short = Too short.
desk-fault-too-short-help = Add what, who and when.
desk-unsaid-action = what is done
desk-unsaid-when = when
desk-unsaid-who = who does it
desk-unsaid-reason = what the reason or basis is
desk-unsaid-evidence = what shows it
desk-draft-ask = Propose a draft from similar cases
desk-draft-title = Similar cases that are closed
desk-draft-help = From reports of your agency that are open to the public and were not contested or were rated well. Personal data is covered with ▒. Nothing is sent before you send it.
desk-draft-words = Words in common: { $words }
desk-draft-take = Use as a draft
desk-draft-none = Your agency has no similar closed case yet.
desk-draft-gone = This case can no longer serve as an example.
desk-draft-taken = Draft from report { $number }
desk-draft-taken-help = Fit it to this report: place, date, action. Replace or remove what is marked with ▒.
