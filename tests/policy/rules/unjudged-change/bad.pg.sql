ALTER SEQUENCE invoice_numbers RESTART;
ALTER TABLE invoices INHERIT papers;
