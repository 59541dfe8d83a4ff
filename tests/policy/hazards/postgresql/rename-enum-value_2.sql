-- expect: rename-enum-value
ALTER TYPE public."Mood" RENAME VALUE 'Ok' TO 'Fine';
