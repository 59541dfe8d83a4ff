-- expect: dml-in-migration
DELETE o FROM orders o JOIN lines l ON l.order_id = o.id WHERE l.x = 1;
