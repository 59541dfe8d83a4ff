CREATE TABLE clicks_2029 (LIKE clicks INCLUDING ALL);
ALTER TABLE clicks_2029 ADD CONSTRAINT clicks_2029_range CHECK (happened_at >= '2029-01-01' AND happened_at < '2030-01-01');
