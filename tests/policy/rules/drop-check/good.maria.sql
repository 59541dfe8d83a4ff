ALTER TABLE orders DROP CONSTRAINT chk_note_not_null;
