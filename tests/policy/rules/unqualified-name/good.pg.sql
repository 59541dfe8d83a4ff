CREATE TABLE app.invoices (id bigint PRIMARY KEY);
