create or replace function public.touch() returns trigger as $$
begin
  if new is distinct from old then
    new.updated_at = now();
  end if;
  perform pg_notify('changed', json_build_object('table', tg_table_name, 'id', new.id)::text);
  return new;
end;
$$ language plpgsql;
create trigger touch_posts before update on public.posts for each row when (old.* is distinct from new.*) execute function public.touch();
