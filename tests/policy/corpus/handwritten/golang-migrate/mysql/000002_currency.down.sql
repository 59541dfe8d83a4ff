ALTER TABLE transfers DROP INDEX transfers_memo, DROP COLUMN memo;
ALTER TABLE accounts DROP COLUMN currency;
