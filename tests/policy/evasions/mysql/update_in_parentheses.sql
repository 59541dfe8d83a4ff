UPDATE (users) SET active = 0;
