-- Events are the truth; everything else here can be folded from them again.
{{ONLY sqlite}}
CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    report_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('reporter', 'officer', 'system')),
    officer BIGINT,
    role TEXT,
    agency BIGINT,
    unit BIGINT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT event_report_id_version_key UNIQUE (report_id, version)
) STRICT;
{{END}}
{{ONLY postgres}}
-- A sequence is handed out before the commit, so following it would miss late commits: followers
-- read up to the oldest transaction still running (pg_snapshot_xmin) and order by transaction.
CREATE TABLE event (
    report_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('reporter', 'officer', 'system')),
    officer BIGINT,
    role TEXT,
    agency BIGINT,
    unit BIGINT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT event_report_id_version_key PRIMARY KEY (report_id, version)
);
CREATE INDEX event_tx ON event (tx, report_id, version);
{{END}}

-- One wide row for lists, queues and pages.
CREATE TABLE report (
    id {{PK}},
    tracking BIGINT NOT NULL CONSTRAINT report_tracking_key UNIQUE,
    secret_hash {{BLOB}} NOT NULL,
    version BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('complaint', 'aspiration', 'information', 'whistleblowing')),
    class TEXT NOT NULL CHECK (class IN ('non_supervisory', 'supervisory')),
    channel TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    category TEXT,
    level TEXT,
    urgency TEXT NOT NULL,
    region BIGINT,
    province BIGINT,
    regency BIGINT,
    place TEXT NOT NULL,
    happened_on TEXT,
    anonymous BIGINT NOT NULL,
    confidential BIGINT NOT NULL,
    restricted BIGINT NOT NULL,
    listed BIGINT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('at_national', 'at_agency', 'at_unit', 'awaiting_reporter', 'in_progress', 'answered', 'contested', 'closed', 'archived', 'withdrawn', 'merged_into')),
    stage_since BIGINT NOT NULL,
    open BIGINT NOT NULL,
    desk TEXT,
    lead BIGINT,
    unit BIGINT,
    rules BIGINT NOT NULL,
    transfers BIGINT NOT NULL,
    contests BIGINT NOT NULL,
    escalated_at BIGINT,
    warn_at BIGINT,
    due_at BIGINT,
    -- What queues are sorted by: the due date; then what waits for the reporter; ended ones last, newest first.
    sort_key BIGINT NOT NULL,
    reporter_due_at BIGINT,
    outer_due_at BIGINT,
    rating BIGINT,
    language TEXT NOT NULL
){{STRICT}};
-- Queues: what a desk has, the most urgent date first.
CREATE INDEX report_desk ON report (desk, sort_key, id) WHERE open = 1;
CREATE INDEX report_lead ON report (lead, sort_key, id) WHERE lead IS NOT NULL;
CREATE INDEX report_unit ON report (unit, sort_key, id) WHERE unit IS NOT NULL;
CREATE INDEX report_open ON report (sort_key, id) WHERE open = 1;
-- The timekeeper's reminders.
CREATE INDEX report_warn ON report (warn_at) WHERE warn_at IS NOT NULL AND open = 1;
-- Public lists: newest first.
CREATE INDEX report_listed ON report (id) WHERE listed = 1;
CREATE INDEX report_listed_lead ON report (lead, id) WHERE listed = 1;
CREATE INDEX report_listed_regency ON report (regency, id) WHERE listed = 1;
CREATE INDEX report_listed_province ON report (province, id) WHERE listed = 1;
CREATE INDEX report_listed_category ON report (category, id) WHERE listed = 1;
CREATE INDEX report_listed_stage ON report (stage, id) WHERE listed = 1;
-- Clocks that the timekeeper watches.
CREATE INDEX report_reporter_due ON report (reporter_due_at) WHERE reporter_due_at IS NOT NULL AND open = 1;
CREATE INDEX report_outer_due ON report (outer_due_at) WHERE outer_due_at IS NOT NULL AND open = 1;
-- The Ombudsman's queue: few among all open ones.
CREATE INDEX report_escalated ON report (sort_key, id) WHERE escalated_at IS NOT NULL AND open = 1;

CREATE TABLE task (
    report_id BIGINT NOT NULL,
    no BIGINT NOT NULL,
    agency BIGINT NOT NULL,
    unit BIGINT,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'released')),
    warn_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (report_id, no)
){{STRICT}};
CREATE INDEX task_agency ON task (agency, state, due_at);

CREATE TABLE attachment (
    report_id BIGINT NOT NULL,
    no BIGINT NOT NULL,
    -- Who added it: decides who may see it.
    origin TEXT NOT NULL CHECK (origin IN ('reporter', 'office')),
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    width BIGINT,
    height BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (report_id, no)
){{STRICT}};
CREATE INDEX attachment_sha256 ON attachment (sha256);

-- Exactly-once intake: the key a channel gave, and the report it led to.
CREATE TABLE intake (
    key_hash {{BLOB}} NOT NULL CONSTRAINT intake_pkey PRIMARY KEY,
    report_id BIGINT NOT NULL,
    at BIGINT NOT NULL
){{STRICT}};

-- A form that is not sent yet; the body is encrypted.
CREATE TABLE draft (
    token_hash {{BLOB}} NOT NULL PRIMARY KEY,
    report_id BIGINT NOT NULL,
    body {{BLOB}} NOT NULL,
    changed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX draft_expires ON draft (expires_at);

{{ONLY sqlite}}
CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1);
{{END}}
{{ONLY postgres}}
CREATE TABLE search (report_id BIGINT PRIMARY KEY, tokens tsvector NOT NULL);
CREATE INDEX search_tokens ON search USING gin (tokens);
{{END}}
