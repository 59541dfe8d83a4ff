ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
ALTER TYPE mood ADD VALUE 'splendid' AFTER 'fine';
COMMENT ON TYPE mood IS 'fine';
