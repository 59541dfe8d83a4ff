-- atlas:txmode none

BEGIN;
CREATE TABLE users (id int);
ROLLBACK;
DROP TABLE users;
