ALTER TYPE priority ADD VALUE 'low';
