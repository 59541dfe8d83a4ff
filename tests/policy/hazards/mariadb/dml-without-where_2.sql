-- expect: dml-without-where
UPDATE `orders` SET total = 0;
