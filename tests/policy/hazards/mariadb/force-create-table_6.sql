-- expect: force-create-table
create or replace table orders like lines;
