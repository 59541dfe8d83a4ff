CREATE TABLE shop_places (
    shop_id INT NOT NULL PRIMARY KEY,
    spot POINT NOT NULL,
    SPATIAL INDEX shop_places_spot (spot)
);
