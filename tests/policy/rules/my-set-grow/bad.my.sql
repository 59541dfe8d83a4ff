ALTER TABLE parcels MODIFY COLUMN marks SET('a','b','c','d','e','f','g','h','i');
