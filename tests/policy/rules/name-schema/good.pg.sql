CREATE SCHEMA billing_archive;
