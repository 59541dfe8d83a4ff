DELETE FROM t WHERE id > 5 OR id <= 5;
