-- Regions, agencies, units, hubs, categories, routes, rules, holidays. Dates are TEXT YYYY-MM-DD.
CREATE TABLE region (
    code {{PK}},
    name TEXT NOT NULL,
    zone TEXT CHECK (zone IN ('wib', 'wita', 'wit')),
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    postal TEXT
){{STRICT}};

CREATE TABLE agency (
    id {{PK}},
    slug TEXT NOT NULL CONSTRAINT agency_slug_key UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('coordinating_ministry', 'ministry', 'non_ministerial', 'state_organ', 'non_structural', 'public_broadcaster', 'social_security', 'state_enterprise', 'regional_enterprise', 'province', 'regency', 'city', 'administrative_city')),
    parent BIGINT,
    region BIGINT,
    zone TEXT NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
    valid_from TEXT,
    valid_to TEXT,
    settlement_amount BIGINT,
    settlement_unit TEXT CHECK (settlement_unit IN ('working_days', 'calendar_days', 'working_hours'))
){{STRICT}};

CREATE TABLE agency_name (
    agency BIGINT NOT NULL REFERENCES agency (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    PRIMARY KEY (agency, valid_from)
){{STRICT}};

CREATE TABLE agency_successor (
    agency BIGINT NOT NULL REFERENCES agency (id),
    successor BIGINT NOT NULL,
    PRIMARY KEY (agency, successor)
){{STRICT}};

CREATE TABLE unit (
    id {{PK}},
    agency BIGINT NOT NULL REFERENCES agency (id),
    parent BIGINT,
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('secretariat', 'inspectorate', 'directorate', 'dinas', 'badan', 'hospital', 'utility', 'council', 'district', 'other')),
    name TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    CONSTRAINT unit_agency_code_key UNIQUE (agency, code)
){{STRICT}};

CREATE TABLE hub (
    id {{PK}},
    code TEXT NOT NULL CONSTRAINT hub_code_key UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('national', 'sector', 'province', 'none')),
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    province BIGINT,
    coordinator BIGINT,
    valid_from TEXT,
    valid_to TEXT
){{STRICT}};

CREATE TABLE hub_member (
    hub BIGINT NOT NULL REFERENCES hub (id),
    agency BIGINT NOT NULL REFERENCES agency (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (hub, agency, valid_from)
){{STRICT}};
CREATE INDEX hub_member_agency ON hub_member (agency);

CREATE TABLE ombudsman_office (
    province {{PK}},
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    own BIGINT NOT NULL
){{STRICT}};

-- A category changes by a row with a later date; the last one that has begun counts.
CREATE TABLE category (
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    replaced_by TEXT,
    position BIGINT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    about_id TEXT NOT NULL,
    about_en TEXT NOT NULL,
    examples_id TEXT NOT NULL,
    examples_en TEXT NOT NULL,
    keywords TEXT NOT NULL,
    kind TEXT,
    class TEXT NOT NULL CHECK (class IN ('non_supervisory', 'supervisory')),
    settlement_amount BIGINT,
    settlement_unit TEXT CHECK (settlement_unit IN ('working_days', 'calendar_days', 'working_hours')),
    sensitive TEXT NOT NULL,
    levels TEXT NOT NULL,
    catch_all BIGINT NOT NULL,
    PRIMARY KEY (code, valid_from)
){{STRICT}};

-- Categories an agency does not use (Permen PANRB 46/2020, 3.3.2).
CREATE TABLE agency_category_hidden (
    agency BIGINT NOT NULL REFERENCES agency (id),
    category TEXT NOT NULL,
    PRIMARY KEY (agency, category)
){{STRICT}};

CREATE TABLE route (
    category TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('village', 'regency', 'province', 'national')),
    agency BIGINT,
    unit TEXT NOT NULL,
    PRIMARY KEY (category, level)
){{STRICT}};

CREATE TABLE tag (
    code TEXT NOT NULL PRIMARY KEY,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL
){{STRICT}};

CREATE TABLE rule_set (
    id {{PK}},
    source TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    office_open BIGINT NOT NULL,
    office_close BIGINT NOT NULL,
    yellow_permille BIGINT NOT NULL,
    transfers_max BIGINT NOT NULL,
    contests_before_close BIGINT NOT NULL
){{STRICT}};

CREATE TABLE rule_limit (
    rules BIGINT NOT NULL REFERENCES rule_set (id),
    deadline TEXT NOT NULL,
    amount BIGINT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('working_days', 'calendar_days', 'working_hours')),
    PRIMARY KEY (rules, deadline)
){{STRICT}};

CREATE TABLE holiday (
    date TEXT NOT NULL,
    region BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('national', 'joint_leave', 'regional')),
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    decree TEXT NOT NULL,
    estimated BIGINT NOT NULL,
    PRIMARY KEY (date, region, kind, name_id)
){{STRICT}};

-- One row: how often reference data and the calendar have changed.
CREATE TABLE reference_revision (
    id {{PK}},
    revision BIGINT NOT NULL,
    calendar BIGINT NOT NULL
){{STRICT}};
INSERT INTO reference_revision (id, revision, calendar) VALUES (1, 0, 0);
