SET zero_damaged_pages = on;
