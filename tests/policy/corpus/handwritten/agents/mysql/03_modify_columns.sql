ALTER TABLE orders
    MODIFY COLUMN total DECIMAL(14,2) NOT NULL DEFAULT 0.00,
    MODIFY COLUMN status ENUM('pending','paid','shipped') NOT NULL DEFAULT 'pending',
    ADD COLUMN shipped_at DATETIME NULL,
    ADD KEY idx_orders_status_shipped (status, shipped_at);
ALTER TABLE orders ENGINE=InnoDB;
ALTER TABLE users MODIFY email VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
ALTER TABLE users ADD CONSTRAINT chk_age CHECK (age >= 18);
ALTER TABLE users ADD COLUMN full_name VARCHAR(255) GENERATED ALWAYS AS (CONCAT(first_name, ' ', last_name)) STORED;
