SELECT N'x\'; DROP TABLE users; -- ';
