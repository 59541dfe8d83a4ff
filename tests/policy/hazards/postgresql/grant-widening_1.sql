-- expect: grant-widening
GRANT SELECT ON orders TO PUBLIC;
