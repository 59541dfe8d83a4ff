PRAGMA foreign_keys = off;
DELETE FROM t WHERE id = 1;
