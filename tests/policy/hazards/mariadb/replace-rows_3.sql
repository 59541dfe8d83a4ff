-- expect: replace-rows
REPLACE INTO settings SELECT * FROM other_settings;
