# Search, for everybody and at the desk.
search-instead = Nothing matches what you typed. These are the results for
search-exactly = Search for "{ $words }" all the same
search-named = Do you mean
search-in-region = in { $name }
search-for-agency = for { $name }
search-about-category = about { $name }
search-all-reports = all its reports
search-found = { $n ->
    [one] { $n } report matches
   *[other] { $n } reports match
}
search-found-many = More than { $n } reports match
search-counts-bounded = Counted among the 300 newest reports that match.
search-order-best = best match first
search-order-newest = newest first
search-to-best = Sort by best match
search-to-newest = Sort by newest
search-narrow = Narrow the results
search-chosen = Filters in use
search-remove = Remove filter
search-since = since { $day }
search-until = until { $day }
search-from = Received on or after
search-to = Received on or before
search-channel = Channel
search-idle = Nearly every report has that word. Add a more particular one.
search-rebuilding = The search is being rebuilt ({ $n } %). Older reports may be missing.
search-follow = Follow this search
search-follow-help = Address of an Atom feed: open it in a feed reader to hear of new reports that match. No account needed.
search-save = Keep this search
search-name = Name of the search
search-name-hint = For example: street lights in Andir
search-name-fault = Give it a name of at most { $n } characters.
search-too-many = You keep { $n } searches already. Delete one first.
search-tell = Tell me
search-tell-never = Not needed
search-tell-soon = Within minutes
search-tell-daily = Once a day, in the morning
search-kept = Searches you keep
search-change = Change
search-forget = Delete
search-saved-done = The search is kept.
search-changed-done = The change is saved.
search-forgotten-done = The search is deleted.
desk-search-title = Search
desk-search-help = Searches all reports of your office and the answers too. Use "quotation marks" for words in a row, a minus for a word that must not be there.
desk-notice-found = { $open ->
    [one] { $open } new report matches your search.
   *[other] { $open } new reports match your search.
}
