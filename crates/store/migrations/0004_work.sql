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
-- Totals cost the same however many days there are. Both leave out n, which changes all the time.
CREATE INDEX counter_sum_key ON counter (dimension, key, measure) WHERE day = -1;
CREATE INDEX counter_sum_measure ON counter (dimension, measure, key) WHERE day = -1;

CREATE TABLE job (
    id {{PK}},
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    dedup TEXT NOT NULL CONSTRAINT job_dedup_key UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    run_at BIGINT NOT NULL,
    -- How often it was claimed; also tells an old claim from a newer one.
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    error TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
){{STRICT}};
CREATE INDEX job_waiting ON job (queue, run_at, id) WHERE state = 'waiting';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_done ON job (ended_at) WHERE state = 'done';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

-- What was told to whom, and whether it arrived.
CREATE TABLE notice (
    id {{PK}},
    report_id BIGINT,
    -- The event it tells of: of this report, or of the one that a joined report went into.
    cause BIGINT,
    version BIGINT,
    notice_key TEXT NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient IN ('reporter', 'desk', 'officer')),
    desk TEXT,
    officer BIGINT,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'letter', 'inbox')),
    language TEXT NOT NULL,
    -- Facts that no event holds, as JSON: the deadline of a reminder, the counts of a digest.
    detail TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'unread', 'read', 'to_print', 'printed')),
    attempts BIGINT NOT NULL,
    error TEXT,
    -- What the relay or gateway calls it.
    provider TEXT,
    dedup TEXT NOT NULL CONSTRAINT notice_dedup_key UNIQUE,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
){{STRICT}};
CREATE INDEX notice_report ON notice (report_id, id);
CREATE INDEX notice_inbox ON notice (desk, id) WHERE channel = 'inbox';
CREATE INDEX notice_unread ON notice (desk, id) WHERE state = 'unread';
CREATE INDEX notice_to_print ON notice (id) WHERE state = 'to_print';
CREATE INDEX notice_failed ON notice (id) WHERE state = 'failed';

-- When the timekeeper has to look at a report again, because one of its clocks turns.
CREATE TABLE reminder (
    report_id {{PK}},
    at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX reminder_at ON reminder (at);

-- For the walk through all open reports after a change of the calendar.
CREATE INDEX report_open_id ON report (id) WHERE open = 1;

-- Officers of the national desks and of hubs, who are told by e-mail.
CREATE INDEX duty_role ON duty (role) WHERE agency IS NULL;
