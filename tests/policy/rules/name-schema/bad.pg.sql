CREATE SCHEMA "BillingArchive";
