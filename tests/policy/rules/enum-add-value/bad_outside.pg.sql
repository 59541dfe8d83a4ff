-- atlas:txmode none

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine' AFTER 'good';
