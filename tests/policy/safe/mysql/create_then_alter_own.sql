CREATE TABLE rooms (id INT NOT NULL, house_id INT NOT NULL, name VARCHAR(40));
ALTER TABLE rooms ADD PRIMARY KEY (id);
ALTER TABLE rooms ADD INDEX rooms_house (house_id);
ALTER TABLE rooms ADD CONSTRAINT rooms_house_fk FOREIGN KEY (house_id) REFERENCES houses (id);
ALTER TABLE rooms MODIFY name VARCHAR(80) NOT NULL;
