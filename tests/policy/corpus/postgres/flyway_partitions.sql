create table measurement (city_id int not null, logdate date not null, peak int) partition by range (logdate);
create table measurement_2024 partition of measurement for values from ('2024-01-01') to ('2025-01-01');
create table measurement_rest partition of measurement default;
create table measurement_2025 (like measurement including all);
alter table measurement attach partition measurement_2025 for values from ('2025-01-01') to ('2026-01-01');
alter table measurement detach partition measurement_2024 concurrently;
create index on only measurement (logdate);
