REPLACE INTO users SELECT * FROM staging;
