-- atlas:nolint DS102
CREATE TABLE carts (id integer PRIMARY KEY);
/* schemawarden:allow drop-tabel reason="typed wrongly" */
DROP TABLE sessions;
ALTER TABLE users /* schemawarden:allow drop-column reason="in the middle" */ DROP COLUMN age;
-- schemawarden:allow drop-table reason="behind the last one"
