CREATE OR REPLACE FUNCTION update_search_vector() RETURNS trigger LANGUAGE plpgsql AS $function$
begin
  new.search := setweight(to_tsvector('pg_catalog.english', coalesce(new.title, '')), 'A')
             || setweight(to_tsvector('pg_catalog.english', coalesce(new.body, '')), 'B');
  return new;
end
$function$;
CREATE TRIGGER posts_search BEFORE INSERT OR UPDATE OF title, body ON posts FOR EACH ROW EXECUTE FUNCTION update_search_vector();
ALTER TABLE posts DISABLE TRIGGER posts_search;
