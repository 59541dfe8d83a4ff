INSERT INTO sqlite_dbpage VALUES (1, x'00');
