-- Words that follow each other in a title stand in the index two by two: it is filled again in the
-- background, newest reports first.
DELETE FROM follower WHERE name = 'search';
