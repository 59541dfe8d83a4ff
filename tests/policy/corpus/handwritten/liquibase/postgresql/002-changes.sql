--liquibase formatted sql

--changeset jonas:10
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM information_schema.columns WHERE table_name = 'employee' AND column_name = 'email'
ALTER TABLE employee ADD email varchar(200);

--changeset jonas:11
UPDATE employee SET email = surname || '@example.org' WHERE email IS NULL;
ALTER TABLE employee ALTER COLUMN email SET NOT NULL;

--changeset jonas:12
ALTER TABLE employee ADD CONSTRAINT ck_salary CHECK (salary > 0);
CREATE UNIQUE INDEX ux_employee_email ON employee (lower(email));
ALTER TABLE employee DROP COLUMN hired;
--rollback ALTER TABLE employee ADD COLUMN hired date;
