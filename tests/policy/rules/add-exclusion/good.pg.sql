CREATE TABLE bookings_new (room int, during tsrange, CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&));
