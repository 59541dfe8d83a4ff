-- expect: identifier-too-long
CREATE TABLE a (id bigint);
CREATE INDEX this_name_is_far_too_long_for_postgresql_since_it_has_more_than_sixty_three ON a (id);
