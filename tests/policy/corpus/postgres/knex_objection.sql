create table "animals" ("id" serial primary key, "owner_id" integer null, "species" text check ("species" in ('dog', 'cat')) not null default 'dog');
alter table "animals" add constraint "animals_owner_id_foreign" foreign key ("owner_id") references "persons" ("id") on delete set null;
create index "animals_owner_id_index" on "animals" ("owner_id");
alter table "animals" alter column "species" drop not null;
