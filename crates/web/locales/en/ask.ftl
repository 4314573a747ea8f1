# Frequent questions, for everybody and for who writes a report.

ask-title = Questions and answers
ask-lead = Answers to what is often asked, written by the agency in charge.
ask-search = Search questions
ask-count = { $n ->
    [one] One answer
   *[other] { $n } answers
  }
ask-order = those nearest to your words first
ask-none = No answer has these words
ask-all = All questions and answers
ask-empty = No questions and answers yet
ask-empty-text = Answers of agencies will appear here.
ask-other = Other
ask-subjects = By subject
ask-basis = Basis
ask-nation = Holds in all of Indonesia
ask-not-answered = Not answered?
ask-not-answered-text = Write a report. We bring it to the agency in charge.
ready-title = Answers that may help
ready-lead = One of these answers may be enough. If not, go on; what you wrote is kept.
ready-settled = This answers my question
ready-go-on = Go on with the report
ready-go-on-hint = If you choose an answer, no report is sent and the draft is deleted.
ready-end = Glad this helped
ready-end-done = No report was sent
ready-end-text = Your draft has been deleted here. If the matter is not settled after all, write a report at any time.
ready-end-write = I still want to report
ready-end-home = To the home page
