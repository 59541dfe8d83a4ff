ALTER TABLE tickets MODIFY state ENUM('open','closed','lost') NULL, ALGORITHM=INSTANT;
