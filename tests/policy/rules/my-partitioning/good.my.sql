CREATE TABLE events_by_month (
    id INT NOT NULL,
    happened DATE NOT NULL,
    PRIMARY KEY (id, happened)
) PARTITION BY HASH (MONTH(happened)) PARTITIONS 12;
