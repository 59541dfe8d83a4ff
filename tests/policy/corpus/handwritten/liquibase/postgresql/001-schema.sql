--liquibase formatted sql

--changeset maria:1 labels:core
CREATE TABLE department (
    id integer NOT NULL,
    name varchar(80) NOT NULL,
    CONSTRAINT pk_department PRIMARY KEY (id)
);
--rollback DROP TABLE department;

--changeset maria:2
CREATE TABLE employee (
    id integer NOT NULL,
    department_id integer NOT NULL,
    surname varchar(80) NOT NULL,
    hired date,
    salary numeric(10,2),
    CONSTRAINT pk_employee PRIMARY KEY (id),
    CONSTRAINT fk_employee_department FOREIGN KEY (department_id) REFERENCES department (id)
);
CREATE INDEX ix_employee_department ON employee (department_id);
--rollback DROP TABLE employee;

--changeset jonas:3 splitStatements:false
CREATE OR REPLACE FUNCTION raise_salary(percent numeric) RETURNS void AS $body$
BEGIN
  UPDATE employee SET salary = salary * (1 + percent / 100);
END;
$body$ LANGUAGE plpgsql;
--rollback DROP FUNCTION raise_salary(numeric);
