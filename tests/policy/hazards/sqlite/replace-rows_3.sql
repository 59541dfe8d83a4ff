-- expect: replace-rows
UPDATE OR REPLACE settings SET name = 'a' WHERE name = 'b';
