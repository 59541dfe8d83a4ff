-- expect: rename-table
alter table `orders` rename to [purchases];
