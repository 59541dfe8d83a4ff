--liquibase formatted sql

--changeset ann:1
create table person (
    id int primary key,
    name varchar(50) not null,
    address1 varchar(50)
);
--rollback drop table person;

--changeset ann:2
alter table person add column country varchar(2);
create sequence if not exists person_seq as integer increment by 50 owned by person.id;
