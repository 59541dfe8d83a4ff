--
-- Create model Author
--
CREATE TABLE `library_author` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `name` varchar(100) NOT NULL, `born` date NULL);
--
-- Add field author to book
--
ALTER TABLE `library_book` ADD COLUMN `author_id` bigint NULL , ADD CONSTRAINT `library_book_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `library_author`(`id`);
ALTER TABLE `library_book` ALTER COLUMN `pages` DROP DEFAULT;
CREATE INDEX `library_book_title_idx` ON `library_book` (`title`);
