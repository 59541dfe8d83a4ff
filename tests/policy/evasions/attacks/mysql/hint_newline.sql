SELECT /*+
SET_VAR(foreign_key_checks=OFF) */ 1;