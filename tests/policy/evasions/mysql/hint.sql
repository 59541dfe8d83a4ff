UPDATE /*+ SET_VAR(foreign_key_checks = OFF) */ users SET active = 0 WHERE 1;
