-- atlas:txmode none

SET lock_timeout = '2s';
