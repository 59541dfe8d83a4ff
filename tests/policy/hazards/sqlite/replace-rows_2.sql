-- expect: replace-rows
INSERT OR REPLACE INTO "settings" VALUES ('a', 'b');
