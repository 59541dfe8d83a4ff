CREATE VIRTUAL TABLE t USING "zipfile"('/tmp/a.zip');
