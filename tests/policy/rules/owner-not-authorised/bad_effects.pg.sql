INSERT INTO note (id, invoice_id) VALUES (1, 2);
