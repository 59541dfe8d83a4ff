DROP VIEW IF EXISTS totals;
CREATE VIEW totals AS SELECT sum(amount) AS amount FROM payments;
