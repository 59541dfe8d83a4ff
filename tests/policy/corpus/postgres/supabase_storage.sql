insert into storage.buckets (id, name) values ('avatars', 'avatars') on conflict (id) do nothing;
create policy "Anyone can upload an avatar." on storage.objects for insert with check (bucket_id = 'avatars');
drop policy if exists "old" on storage.objects;
alter policy "Anyone can upload an avatar." on storage.objects to authenticated;
