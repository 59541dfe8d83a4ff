-- expect: drop-database
drop database shop with (force);
