CREATE TABLE invoices_2025 (
    id INT NOT NULL PRIMARY KEY,
    customer_id INT REFERENCES customers (id)
);
