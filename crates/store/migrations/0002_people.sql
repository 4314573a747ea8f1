-- Reporters and officers. What names a person is encrypted; *_hash are keyed hashes for looking up.
CREATE TABLE person (
    id {{PK}},
    name {{BLOB}},
    phone {{BLOB}},
    phone_hash {{BLOB}},
    email {{BLOB}},
    email_hash {{BLOB}},
    nik {{BLOB}},
    nik_hash {{BLOB}},
    address {{BLOB}},
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX person_phone ON person (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX person_email ON person (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX person_nik ON person (nik_hash) WHERE nik_hash IS NOT NULL;

-- The only link between a report and who filed it; no other table names a person of a report.
CREATE TABLE report_person (
    report_id {{PK}},
    person_id BIGINT NOT NULL REFERENCES person (id)
){{STRICT}};
CREATE INDEX report_person_person ON report_person (person_id);

CREATE TABLE officer (
    id {{PK}},
    username TEXT NOT NULL CONSTRAINT officer_username_key UNIQUE,
    name TEXT NOT NULL,
    email {{BLOB}},
    phone {{BLOB}},
    password TEXT NOT NULL,
    totp {{BLOB}},
    totp_step BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended')),
    language TEXT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT,
    password_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
){{STRICT}};

CREATE TABLE duty (
    id {{PK}},
    officer BIGINT NOT NULL REFERENCES officer (id),
    role TEXT NOT NULL,
    agency BIGINT,
    unit BIGINT,
    hub BIGINT,
    province BIGINT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    decree TEXT NOT NULL
){{STRICT}};
CREATE INDEX duty_officer ON duty (officer);
CREATE INDEX duty_agency ON duty (agency) WHERE agency IS NOT NULL;
CREATE INDEX duty_unit ON duty (unit) WHERE unit IS NOT NULL;

CREATE TABLE session (
    token_hash {{BLOB}} NOT NULL PRIMARY KEY,
    officer BIGINT NOT NULL REFERENCES officer (id),
    duty BIGINT,
    verified BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
){{STRICT}};
CREATE INDEX session_officer ON session (officer);
CREATE INDEX session_expires ON session (expires_at);

-- What officers did outside of reports: sign-ins, changes of reference data, of users and rights.
CREATE TABLE audit (
    id {{PK}},
    at BIGINT NOT NULL,
    officer BIGINT,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
){{STRICT}};
CREATE INDEX audit_officer ON audit (officer, at);
CREATE INDEX audit_subject ON audit (subject, at);
