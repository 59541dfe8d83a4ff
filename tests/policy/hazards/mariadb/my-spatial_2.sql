-- expect: my-spatial
ALTER TABLE `places` ADD SPATIAL KEY `s` (`at`);
