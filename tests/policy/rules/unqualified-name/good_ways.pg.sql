CREATE SCHEMA app;
CREATE TEMP TABLE scratch (id bigint);
CREATE INDEX j ON scratch (id);
CREATE VIEW app.totals AS SELECT 1;
INSERT INTO invoices (id) VALUES (1);
CREATE EXTENSION citext;
