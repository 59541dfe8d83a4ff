SET @@global.general_log = 1;
