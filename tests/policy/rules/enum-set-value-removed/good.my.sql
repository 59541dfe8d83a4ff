ALTER TABLE people MODIFY feels enum('sad', 'ok', 'happy', 'content') NOT NULL;
