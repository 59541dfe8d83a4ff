CREATE TABLE bookings_new (room int, during tsrange, CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&));
CREATE TABLE visits (room int, during tsrange);
ALTER TABLE visits ADD CONSTRAINT visits_apart EXCLUDE USING gist (during WITH &&);
