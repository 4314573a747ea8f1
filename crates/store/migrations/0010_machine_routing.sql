-- Whether LAPOR may route by itself at all: one row.
CREATE TABLE machine_routing (
    id BIGINT PRIMARY KEY,
    is_on BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    at BIGINT NOT NULL
){{STRICT}};

-- Categories for which it may, from which probability on, in thousandths.
CREATE TABLE machine_threshold (
    category TEXT PRIMARY KEY,
    permille BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    at BIGINT NOT NULL
){{STRICT}};

-- Reports nobody has touched; few, however many there are.
CREATE INDEX report_untouched ON report (id) WHERE version = 1 AND stage = 'at_national';
