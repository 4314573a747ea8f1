# Frequent questions at the desk.

desk-faq-title = The agency's questions and answers
desk-faq-lead = Ready answers to what is often asked. Published ones are read by the public and offered to people who are writing a report.
desk-faq-public = See the public page
desk-faq-new = Write a question and answer
desk-faq-propose = Proposals from closed reports
desk-faq-table = Questions and answers, and how often they helped
desk-faq-question = Question
desk-faq-question-hint = As people ask it, at most 200 characters.
desk-faq-answer = Answer
desk-faq-answer-hint = Say what to do, where, how long it takes and what it costs. No data on people.
desk-faq-basis-hint = A law, a standard of service or the address of a page.
desk-faq-language = Language
desk-faq-state = State
desk-faq-proposed = Proposed
desk-faq-published = Published
desk-faq-retired = Withdrawn
desk-faq-helped = Helped
desk-faq-helped-help = Counted as helpful only when a person says so and sends no report, out of the times it was offered.
desk-faq-forms = In all of Indonesia, forms that ended with an answer: { $share }.
desk-faq-count = { $n ->
    [one] One question and answer
   *[other] { $n } questions and answers
  }
desk-faq-order = those changed last first
desk-faq-empty = No questions and answers yet
desk-faq-empty-help = Write one, or begin with reports that are closed.
desk-faq-sources = Drawn from reports
desk-faq-publish = Publish
desk-faq-edit = Change
desk-faq-retire = Withdraw from the public
desk-faq-all = All questions and answers of the agency
desk-faq-history = History ({ $n })
desk-faq-did-propose = Proposed
desk-faq-did-edit = Changed
desk-faq-did-publish = Published
desk-faq-did-retire = Withdrawn
desk-faq-stale = Somebody else has just changed this. Load the page again, read the change, then decide.
desk-faq-not-yours = Your duty does not cover this act on this entry.
desk-faq-form-lead = Kept as a proposal until the agency's admin publishes it. What is published already changes at once.
desk-faq-save = Save
desk-faq-leave = Cancel
desk-faq-personal = There may be personal data
desk-faq-personal-checked = I have checked: this is nobody's personal data
desk-faq-personal-missing = Remove the personal data that is marked, or say that it is nobody's.
desk-faq-propose-lead = Groups of similar reports that are closed and open to the public. Choose one to begin with; its last answer becomes the draft, personal data covered.
desk-faq-propose-none = No group of similar reports yet
desk-faq-propose-none-help = Groups appear when at least three closed reports are about the same matter.
desk-faq-groups = { $n ->
    [one] One group
   *[other] { $n } groups
  }
desk-faq-groups-order = the largest first
desk-faq-group = { $n } similar reports
desk-faq-from-group = Write a question and answer from this group
