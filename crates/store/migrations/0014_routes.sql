-- A route changes by a row with a later date, as a category does; the last one that has begun counts
-- until its last day.
CREATE TABLE route_before AS SELECT category, level, agency, unit FROM route;
DROP TABLE route;
CREATE TABLE route (
    category TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('village', 'regency', 'province', 'national')),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    agency BIGINT,
    unit TEXT NOT NULL,
    PRIMARY KEY (category, level, valid_from)
){{STRICT}};
INSERT INTO route (category, level, valid_from, agency, unit)
    SELECT category, level, '', agency, unit FROM route_before;
DROP TABLE route_before;

-- How often categories or routes have changed: what was replayed is what is saved.
ALTER TABLE reference_revision ADD COLUMN sorting BIGINT NOT NULL DEFAULT 0;
