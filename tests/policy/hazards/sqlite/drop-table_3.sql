-- expect: drop-table
drop table [orders];
