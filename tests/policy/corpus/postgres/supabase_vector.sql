create extension if not exists vector with schema extensions;
create table documents (
  id bigint primary key generated always as identity,
  content text not null,
  embedding extensions.vector(384)
);
create index on documents using hnsw (embedding extensions.vector_cosine_ops) with (m = 16, ef_construction = 64);
create or replace function match_documents(query_embedding extensions.vector(384), match_threshold float, match_count int)
returns table (id bigint, content text, similarity float)
language plpgsql
as $$
#variable_conflict use_column
begin
  return query
  select d.id, d.content, 1 - (d.embedding <=> query_embedding) as similarity
  from documents d
  where 1 - (d.embedding <=> query_embedding) > match_threshold
  order by d.embedding <=> query_embedding
  limit match_count;
end;
$$;
