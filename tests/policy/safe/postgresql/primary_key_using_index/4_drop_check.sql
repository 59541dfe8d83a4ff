ALTER TABLE links DROP CONSTRAINT links_id_present;
