CREATE TABLE rooms (id bigint NOT NULL, house_id bigint NOT NULL, name text);
CREATE TABLE houses (id bigint NOT NULL, street text);
ALTER TABLE rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
ALTER TABLE houses ADD CONSTRAINT houses_pkey PRIMARY KEY (id);
ALTER TABLE rooms ADD CONSTRAINT rooms_house_fk FOREIGN KEY (house_id) REFERENCES houses (id);
CREATE INDEX rooms_house_id ON rooms (house_id);
ALTER TABLE rooms ALTER COLUMN name SET NOT NULL;
ALTER TABLE rooms ADD CONSTRAINT rooms_name_check CHECK (name <> '');
