-- What officers found about personal data in the texts of a report, so that lists cover what its
-- page covers: a JSON list of pairs of word and passage, NULL where they found nothing.
ALTER TABLE report ADD COLUMN redactions TEXT;
