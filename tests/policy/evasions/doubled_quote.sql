INSERT INTO n (t) VALUES ('it''s; '); DROP TABLE t;
