-- expect: my-autoinc-type
CREATE TABLE `a` (`id` SMALLINT NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`));
