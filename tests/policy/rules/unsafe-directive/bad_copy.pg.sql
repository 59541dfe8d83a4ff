-- atlas:txmode none

INSERT INTO archive (id) SELECT id FROM orders;
