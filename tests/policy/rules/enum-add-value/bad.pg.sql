ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
UPDATE people SET mood = 'fine' WHERE id = 1;
