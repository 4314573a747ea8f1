-- Followers of the events, counters, jobs and notices.
CREATE TABLE follower (
    name TEXT NOT NULL PRIMARY KEY,
    -- The last event seen: transaction (0 on SQLite), report or position, version.
    tx BIGINT NOT NULL,
    report_id BIGINT NOT NULL,
    version BIGINT NOT NULL
){{STRICT}};

-- Sums and counts by day (days since 1970-01-01 in Jakarta); day -1 is the sum of all days.
CREATE TABLE counter (
    dimension TEXT NOT NULL,
    key TEXT NOT NULL,
    measure TEXT NOT NULL,
    day BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (dimension, key, measure, day)
){{STRICT}};

CREATE TABLE job (
    id {{PK}},
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    dedup TEXT NOT NULL CONSTRAINT job_dedup_key UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    error TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
){{STRICT}};
CREATE INDEX job_waiting ON job (queue, run_at, id) WHERE state = 'waiting';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

-- What was told to whom, and whether it arrived.
CREATE TABLE notice (
    id {{PK}},
    report_id BIGINT,
    version BIGINT,
    notice_key TEXT NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient IN ('reporter', 'desk', 'officer')),
    desk TEXT,
    officer BIGINT,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'letter', 'inbox')),
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'unread', 'read', 'to_print', 'printed')),
    attempts BIGINT NOT NULL,
    error TEXT,
    dedup TEXT NOT NULL CONSTRAINT notice_dedup_key UNIQUE,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
){{STRICT}};
CREATE INDEX notice_report ON notice (report_id, id);
CREATE INDEX notice_desk ON notice (desk, state, id) WHERE desk IS NOT NULL;
CREATE INDEX notice_state ON notice (state, id);
