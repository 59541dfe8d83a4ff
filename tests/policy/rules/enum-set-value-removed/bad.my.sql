ALTER TABLE people MODIFY feels enum('ok', 'happy') NOT NULL;
ALTER TABLE people MODIFY likes set('tea');
