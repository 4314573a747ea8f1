-- Whether a report complains about an office: if not, its row tells who reads it. Rows from before
-- say yes, which costs a look at their events, until `lapor check --rebuild`.
ALTER TABLE report ADD COLUMN accused BIGINT NOT NULL DEFAULT 1;
