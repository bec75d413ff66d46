-- The accounts of other servers that a revision names as @name@server, as they were found when it was saved.
create table revision_mention (
  post_id text not null,
  number integer not null,
  -- As written, without regard to case.
  handle text not null check (length(handle) <= 400),
  actor_id text not null check (length(actor_id) <= 2000),
  url text not null check (length(url) <= 2000),
  primary key (post_id, number, handle),
  foreign key (post_id, number) references revision on delete cascade
);
create index on revision_mention (actor_id);

-- When the servers that have a post were last told that it stands in another language, or does no more: its own text is as it was.
alter table post add column retold_at timestamptz;
