CREATE DATABASE billing_archive;
