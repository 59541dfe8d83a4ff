-- atlas:txmode none

ALTER TABLE users ADD COLUMN nickname text;
UPDATE users SET plan = 'free';
