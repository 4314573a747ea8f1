-- An agency's earlier answers, newest first, in the order of followers.
{{ONLY sqlite}}
CREATE INDEX event_answers ON event (agency, position) WHERE kind = 'answer_posted';
{{END}}
{{ONLY postgres}}
CREATE INDEX event_answers ON event (agency, tx, report_id, version) WHERE kind = 'answer_posted';
{{END}}
-- Its closed cases that everybody may read: examples for drafts, matter for frequent questions.
CREATE INDEX report_closed_lead ON report (lead, stage_since) WHERE stage = 'closed' AND listed = 1;

-- Frequent questions with their answers. No agency: for the nation.
CREATE TABLE faq (
    id {{PK}},
    revision BIGINT NOT NULL,
    agency BIGINT REFERENCES agency (id),
    category TEXT,
    language TEXT NOT NULL CHECK (language IN ('id', 'en')),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    -- A law, a standard of service, an address: what the answer rests on.
    basis TEXT NOT NULL,
    -- Names of the reports it was drawn from, parted by commas.
    sources TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'retired')),
    author BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX faq_agency ON faq (agency, changed_at);
CREATE INDEX faq_published ON faq (id) WHERE state = 'published';

-- Every wording it ever had and who did what; never changed.
CREATE TABLE faq_edit (
    faq BIGINT NOT NULL REFERENCES faq (id),
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('propose', 'edit', 'publish', 'retire')),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (faq, revision)
){{STRICT}};

-- How often an answer was offered to somebody writing a report, and how often it was said to help,
-- by day (days since 1970-01-01 in Jakarta). Entry 0 counts the forms, each once.
CREATE TABLE faq_use (
    faq BIGINT NOT NULL,
    day BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    PRIMARY KEY (faq, day)
){{STRICT}};

-- How a picture looks, in 64 bits, so that a photograph used twice is found; unknown for pictures
-- taken in before. Each quarter has an index: of two encodings of one photograph one quarter is
-- the same.
ALTER TABLE attachment ADD COLUMN look BIGINT;
CREATE INDEX attachment_look_1 ON attachment ((look & 65535)) WHERE look IS NOT NULL;
CREATE INDEX attachment_look_2 ON attachment (((look >> 16) & 65535)) WHERE look IS NOT NULL;
CREATE INDEX attachment_look_3 ON attachment (((look >> 32) & 65535)) WHERE look IS NOT NULL;
CREATE INDEX attachment_look_4 ON attachment (((look >> 48) & 65535)) WHERE look IS NOT NULL;
