SET lock_wait_timeout = 5;
ALTER TABLE visits ADD COLUMN source VARCHAR(20), ALGORITHM=INSTANT;
