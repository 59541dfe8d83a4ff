-- atlas:checkpoint

CREATE TABLE a (id INT);