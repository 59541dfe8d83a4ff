ALTER TABLE billing.invoices ADD COLUMN note text;
TRUNCATE carts, invoices;
ALTER TABLE notes ADD CONSTRAINT n FOREIGN KEY (i) REFERENCES invoices (id) NOT VALID;
GRANT SELECT ON billing.invoices TO reporting;
