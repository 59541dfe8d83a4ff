CREATE TABLE app.invoices (id integer PRIMARY KEY);
