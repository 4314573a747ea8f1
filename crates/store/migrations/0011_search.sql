-- The index anew: what it may be narrowed by stands in it beside the words (facets begin with "_"),
-- and the words of answers beside those of the report (they begin with "="). It is filled again in
-- the background, newest reports first; until then searches find what is in it already.
DROP TABLE search;
{{ONLY sqlite}}
CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, tokenize="ascii tokenchars '_='");
{{END}}
{{ONLY postgres}}
CREATE TABLE search (report_id BIGINT PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX search_tokens ON search USING gin (tokens);
{{END}}

-- What an officer looks for again and again.
CREATE TABLE saved_search (
    id {{PK}},
    officer BIGINT NOT NULL REFERENCES officer (id),
    -- The duty in which it was saved: it finds what that duty may read.
    duty BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Words and filters as they stand in the address of the page.
    query TEXT NOT NULL,
    tell TEXT NOT NULL CHECK (tell IN ('never', 'soon', 'daily')),
    -- When it is looked at next; none when nothing is to be told.
    due_at BIGINT,
    looked_at BIGINT NOT NULL,
    -- The names of the reports it found last, separated by commas.
    known TEXT NOT NULL,
    created_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX saved_search_officer ON saved_search (officer, id);
CREATE INDEX saved_search_due ON saved_search (due_at) WHERE due_at IS NOT NULL;
