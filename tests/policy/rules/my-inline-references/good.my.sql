CREATE TABLE invoices_2025 (
    id INT NOT NULL PRIMARY KEY,
    customer_id INT,
    CONSTRAINT fk_invoices_2025_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
);
