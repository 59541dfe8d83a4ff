-- expect: replace-rows
REPLACE INTO settings (name, value) VALUES ('a', 'b');
