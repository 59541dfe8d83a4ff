set check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.search_posts(query text, max_rows integer DEFAULT 10)
 RETURNS SETOF public.posts
 LANGUAGE sql
 STABLE
AS $function$
  select * from public.posts where fts @@ websearch_to_tsquery(query) limit max_rows;
$function$
;

grant delete on table "public"."posts" to "anon";
grant references on table "public"."posts" to "service_role";
alter table "public"."posts" add column "fts" tsvector generated always as (to_tsvector('english'::regconfig, body)) stored;
CREATE INDEX posts_fts ON public.posts USING gin (fts);
alter table "public"."posts" add constraint "posts_score_check" CHECK ((score >= 0)) not valid;
alter table "public"."posts" validate constraint "posts_score_check";
alter publication supabase_realtime add table public.posts;
