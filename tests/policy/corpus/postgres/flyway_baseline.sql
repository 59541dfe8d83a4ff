create schema if not exists inventory;
set search_path to inventory;

create table warehouse (
    warehouse_id integer generated always as identity (start with 100) primary key,
    code         char(4)      not null unique,
    opened       date         not null default current_date,
    area         numeric(9,2) check (area > 0)
);
create table stock (
    warehouse_id integer not null references warehouse on delete restrict,
    sku          text collate "C" not null,
    amount       bigint  not null default 0,
    primary key (warehouse_id, sku)
) with (fillfactor = 80);
comment on table stock is 'what lies where; it''s counted nightly';
