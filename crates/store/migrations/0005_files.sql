-- Attachments: what a scanner said, what the original told about itself, and who still needs them.
ALTER TABLE attachment ADD COLUMN state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'held', 'infected'));
-- When and where the camera says it was taken: encrypted, apart from the file that is shown.
ALTER TABLE attachment ADD COLUMN taken {{BLOB}};
-- When to look whether an event or a draft still needs it; NULL once an event names it.
ALTER TABLE attachment ADD COLUMN sweep_at BIGINT;
CREATE INDEX attachment_sweep ON attachment (sweep_at) WHERE sweep_at IS NOT NULL;
CREATE INDEX attachment_held ON attachment (report_id, no) WHERE state = 'held';
CREATE INDEX draft_report ON draft (report_id);

-- How far a search that goes round the whole bucket has come.
CREATE TABLE sweep (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
){{STRICT}};
