-- expect: drop-behaviour-object
DROP EVENT purge;
