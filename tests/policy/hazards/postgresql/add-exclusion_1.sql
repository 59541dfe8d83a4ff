-- expect: add-exclusion
ALTER TABLE bookings ADD CONSTRAINT e EXCLUDE USING gist (room WITH =, during WITH &&);
