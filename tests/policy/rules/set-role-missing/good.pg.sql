SET ROLE app_owner;
CREATE TABLE invoices (id bigint PRIMARY KEY);
