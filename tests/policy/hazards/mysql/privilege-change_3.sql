-- expect: privilege-change
GRANT INSERT, TRIGGER ON shop.orders TO 'app'@'%';
