-- expect: identifier-too-long
ALTER TABLE orders ADD COLUMN `this_name_is_far_too_long_for_mysql_since_it_has_more_than_sixty_four` INT;
