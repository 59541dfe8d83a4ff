SELECT array_agg(1), to_timestamp(2);
