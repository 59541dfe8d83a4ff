-- expect: enum-add-value
ALTER TYPE mood ADD VALUE 'fine';
INSERT INTO people (mood) VALUES ('fine');
