ALTER TYPE priority ADD VALUE 'low' BEFORE 'normal';
