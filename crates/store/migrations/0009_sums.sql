{{ONLY sqlite}}
-- Totals are read from this index alone, whose rows lie side by side however many days the table
-- holds. PostgreSQL keeps the one without n: there a changed column in an index costs every update.
DROP INDEX counter_sum_key;
CREATE INDEX counter_sum_key ON counter (dimension, key, measure, n) WHERE day = -1;
{{END}}
