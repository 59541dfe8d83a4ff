--
-- PostgreSQL database dump
--

SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TYPE public.mpaa_rating AS ENUM (
    'G',
    'PG'
);
ALTER TYPE public.mpaa_rating OWNER TO postgres;
CREATE DOMAIN public.year AS integer
	CONSTRAINT year_check CHECK (((VALUE >= 1901) AND (VALUE <= 2155)));
CREATE FUNCTION public._group_concat(text, text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
SELECT CASE
  WHEN $2 IS NULL THEN $1
  WHEN $1 IS NULL THEN $2
  ELSE $1 || ', ' || $2
END
$_$;
CREATE AGGREGATE public.group_concat(text) (
    SFUNC = public._group_concat,
    STYPE = text
);
CREATE TABLE public.film (
    film_id integer DEFAULT nextval('public.film_film_id_seq'::regclass) NOT NULL,
    title text NOT NULL,
    release_year public.year,
    rating public.mpaa_rating DEFAULT 'G'::public.mpaa_rating,
    fulltext tsvector NOT NULL
);
ALTER TABLE ONLY public.film REPLICA IDENTITY FULL;
CREATE RULE film_no_delete AS ON DELETE TO public.film DO INSTEAD NOTHING;
CREATE TRIGGER film_fulltext_trigger BEFORE INSERT OR UPDATE ON public.film FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title');
SELECT pg_catalog.setval('public.film_film_id_seq', 1000, true);
