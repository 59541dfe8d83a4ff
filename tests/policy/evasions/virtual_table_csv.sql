CREATE VIRTUAL TABLE temp.x USING csv(filename = '/etc/passwd');
