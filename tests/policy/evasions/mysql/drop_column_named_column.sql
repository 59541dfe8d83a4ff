ALTER TABLE users DROP COLUMN `column`, DROP COLUMN `index`;
