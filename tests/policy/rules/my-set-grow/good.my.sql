CREATE TABLE parcel_marks (
    parcel_id INT NOT NULL,
    mark VARCHAR(20) NOT NULL,
    PRIMARY KEY (parcel_id, mark)
);
