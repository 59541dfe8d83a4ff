-- expect: drop-index
drop index [i];
