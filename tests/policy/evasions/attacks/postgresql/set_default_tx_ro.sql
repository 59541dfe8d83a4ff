SET transaction_read_only = off;
