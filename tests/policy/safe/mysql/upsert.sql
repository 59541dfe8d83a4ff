INSERT INTO currencies (code, digits) VALUES ('EUR', 2) ON DUPLICATE KEY UPDATE digits = VALUES(digits);
