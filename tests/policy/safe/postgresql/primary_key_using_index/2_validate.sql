ALTER TABLE links VALIDATE CONSTRAINT links_id_present;
