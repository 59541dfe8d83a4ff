--liquibase formatted sql

--changeset ana:1 dbms:mysql
CREATE TABLE product (id INT NOT NULL AUTO_INCREMENT, title VARCHAR(100) NOT NULL, price DECIMAL(8,2), PRIMARY KEY (id));
--rollback DROP TABLE product;

--changeset ana:2
ALTER TABLE product ADD sku VARCHAR(40) NULL;
CREATE UNIQUE INDEX product_sku ON product (sku);
ALTER TABLE product MODIFY title VARCHAR(200) NOT NULL;
--rollback ALTER TABLE product DROP COLUMN sku;
