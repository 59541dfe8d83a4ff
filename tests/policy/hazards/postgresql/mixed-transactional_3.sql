-- expect: mixed-transactional
VACUUM orders;
UPDATE orders SET a = 1 WHERE id = 4;
