DELETE FROM t WHERE 'a' || 'b' = 'ab';
