SELECT $a$ $$ ; $b$ $a$; DROP TABLE users; --$a$
