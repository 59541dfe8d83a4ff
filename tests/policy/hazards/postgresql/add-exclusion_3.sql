-- expect: add-exclusion
ALTER TABLE bookings ADD COLUMN x text, ADD CONSTRAINT e EXCLUDE (room WITH =);
