-- Agencies that were told of an open case: with a copy, or watching over its lead.
CREATE TABLE copied (
    report_id BIGINT NOT NULL,
    agency BIGINT NOT NULL,
    PRIMARY KEY (report_id, agency)
){{STRICT}};
CREATE INDEX copied_agency ON copied (agency, report_id);
-- The supporting tasks of units.
CREATE INDEX task_unit ON task (unit, state) WHERE unit IS NOT NULL;
