SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin';
DROP TABLE users;