CREATE TABLE public.events (id integer PRIMARY KEY);
CREATE TABLE plain (id integer PRIMARY KEY);
