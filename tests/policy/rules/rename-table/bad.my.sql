RENAME TABLE users TO accounts;
ALTER TABLE orders RENAME TO purchases;
RENAME TABLE lines_live TO lines_old, lines_new TO lines_live;
