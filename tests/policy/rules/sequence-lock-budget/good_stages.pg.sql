ALTER TABLE users ADD COLUMN plan text;
-- next file
-- atlas:txmode none

UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
-- next file
ALTER TABLE users ADD CONSTRAINT users_plan CHECK (plan IS NOT NULL) NOT VALID;
-- next file
ALTER TABLE users VALIDATE CONSTRAINT users_plan;
-- next file
ALTER TABLE users ALTER COLUMN plan SET NOT NULL;
