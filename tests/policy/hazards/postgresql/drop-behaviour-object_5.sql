-- expect: drop-behaviour-object
DROP POLICY owner_only ON orders;
