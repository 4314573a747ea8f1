-- For whom somebody else files, and how they are related; both encrypted.
ALTER TABLE person ADD COLUMN represented {{BLOB}};
ALTER TABLE person ADD COLUMN relation {{BLOB}};
