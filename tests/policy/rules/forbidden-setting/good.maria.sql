SET SESSION lock_wait_timeout = 5;
SET NAMES utf8mb4;
SET foreign_key_checks = 0;
CREATE TABLE users (id bigint PRIMARY KEY);
