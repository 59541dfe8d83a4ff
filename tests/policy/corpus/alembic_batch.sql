PRAGMA foreign_keys=OFF;
CREATE TABLE _alembic_tmp_account (
    id INTEGER NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    PRIMARY KEY (id)
);
INSERT INTO _alembic_tmp_account (id, name) SELECT account.id, account.name 
FROM account;
DROP TABLE account;
ALTER TABLE _alembic_tmp_account RENAME TO account;
PRAGMA foreign_keys=ON;
