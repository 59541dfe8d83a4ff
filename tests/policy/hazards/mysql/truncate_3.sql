-- expect: truncate
truncate
table orders;
