CREATE DATABASE BillingArchive;
