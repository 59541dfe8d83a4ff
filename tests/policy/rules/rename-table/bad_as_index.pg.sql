ALTER INDEX users RENAME TO accounts;
