ALTER TABLE orders COMMENT = 'what customers have bought';
