-- Running upgrade 1975ea83b712 -> ae1027a6acf

ALTER TABLE account ADD COLUMN last_transaction_date DATETIME;

ALTER TABLE account MODIFY description TEXT NULL;

ALTER TABLE account CHANGE balance total NUMERIC(12, 2) NOT NULL DEFAULT '0';

UPDATE alembic_version SET version_num='ae1027a6acf' WHERE alembic_version.version_num = '1975ea83b712';
