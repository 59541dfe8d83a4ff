-- expect: my-autoinc-column
ALTER TABLE orders ADD COLUMN n INT AUTO_INCREMENT, ADD KEY (n);
