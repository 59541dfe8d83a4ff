-- expect: replace-rows
REPLACE `settings` SET name = 'a';
