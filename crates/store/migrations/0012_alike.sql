-- What reports alike are found by: the branch of their category and a number for the place that
-- their text names. Rows that were there get the number by `lapor check --rebuild`.
ALTER TABLE report ADD COLUMN branch TEXT;
ALTER TABLE report ADD COLUMN spot BIGINT;
-- Takes the leaf off: what stands behind the last dot, then the dot.
UPDATE report SET branch = RTRIM(RTRIM(category, REPLACE(category, '.', '')), '.') WHERE category LIKE '%.%.%';
CREATE INDEX report_branch ON report (regency, branch, id, region) WHERE regency IS NOT NULL;
CREATE INDEX report_spot ON report (regency, spot, id) WHERE spot IS NOT NULL;

-- Those who support a report instead of filing the same again. What names or reaches them is
-- encrypted; the row goes when they leave.
CREATE TABLE supporter (
    id {{PK}},
    report_id BIGINT NOT NULL,
    -- The same for every repeat of the same form.
    key_hash {{BLOB}} NOT NULL CONSTRAINT supporter_key UNIQUE,
    -- Of the contact with the report: the same person counts and is told once.
    contact_hash {{BLOB}},
    counted BIGINT NOT NULL,
    phone {{BLOB}},
    email {{BLOB}},
    note {{BLOB}},
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX supporter_report ON supporter (report_id, id);
CREATE INDEX supporter_contact ON supporter (report_id, contact_hash) WHERE contact_hash IS NOT NULL;

-- How many support a report.
CREATE TABLE supported (
    report_id {{PK}},
    n BIGINT NOT NULL
){{STRICT}};

-- News that supporters have still to be told, some of them at a time.
CREATE TABLE support_news (
    report_id BIGINT NOT NULL,
    -- The event, of this report or of the one it was joined to.
    cause BIGINT NOT NULL,
    version BIGINT NOT NULL,
    notice_key TEXT NOT NULL,
    -- The last supporter told.
    after BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (report_id, cause, version)
){{STRICT}};
CREATE INDEX support_news_at ON support_news (at);

-- To which supporter a notice goes; its report stands in cause alone.
ALTER TABLE notice ADD COLUMN supporter BIGINT;

-- What rises: a matter in a regency, several reports of one place, a place where it comes back.
CREATE TABLE rising (
    id {{PK}},
    kind TEXT NOT NULL CHECK (kind IN ('surge', 'cluster', 'repeat')),
    branch TEXT NOT NULL,
    regency BIGINT NOT NULL,
    -- The place, 0 for all of the regency, and its name.
    spot BIGINT NOT NULL,
    place TEXT NOT NULL,
    agency BIGINT,
    -- Days since 1970-01-01 in Jakarta: of the first alarm, of the last report.
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    -- The evidence: so many reports in so many days, where so many are usual.
    days BIGINT NOT NULL,
    n BIGINT NOT NULL,
    expected DOUBLE PRECISION NOT NULL,
    report_id BIGINT NOT NULL,
    CONSTRAINT rising_key UNIQUE (kind, branch, regency, spot, first_day)
){{STRICT}};
CREATE INDEX rising_last_day ON rising (last_day, id);
CREATE INDEX rising_agency ON rising (agency, last_day, id) WHERE agency IS NOT NULL;
