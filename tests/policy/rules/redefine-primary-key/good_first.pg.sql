ALTER TABLE notes DROP CONSTRAINT notes_body_check;
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_id_idx;
