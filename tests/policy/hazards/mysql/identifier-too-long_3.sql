-- expect: identifier-too-long
CREATE INDEX this_name_is_far_too_long_for_mysql_since_it_has_more_than_sixty_four ON orders (a);
