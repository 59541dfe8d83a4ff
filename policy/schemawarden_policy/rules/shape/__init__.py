"""How files are written: what can't be read, what asks to be overlooked, names and sizes of files."""
