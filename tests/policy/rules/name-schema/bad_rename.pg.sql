ALTER SCHEMA billing RENAME TO "Billing";
