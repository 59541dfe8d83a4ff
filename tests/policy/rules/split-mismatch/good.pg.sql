CREATE TABLE "a;b" (id bigint PRIMARY KEY, note text DEFAULT $a$;$a$);
