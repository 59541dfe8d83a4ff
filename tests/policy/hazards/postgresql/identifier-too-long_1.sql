-- expect: identifier-too-long
CREATE TABLE this_name_is_far_too_long_for_postgresql_since_it_has_more_than_sixty_three (id bigint PRIMARY KEY);
