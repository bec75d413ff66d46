-- What accounts that the collective follows pass on: by a boost, or as a group passes on what is posted to it.

alter table allied_post
  -- Whether its author is followed; what only came because somebody shared it goes when nobody shares it any more.
  add column by_author boolean not null default true,
  -- Where it stands among the others: what was shared stands at its sharing.
  add column listed_at timestamptz;
update allied_post set listed_at = published;
alter table allied_post alter column listed_at set not null;
create index on allied_post (listed_at desc, id);
drop index allied_post_published_id_idx;

create table allied_share (
  post_id text not null references allied_post on delete cascade,
  actor_id text not null references actor on delete cascade,
  activity_id text not null,
  created_at timestamptz not null default now(),
  primary key (post_id, actor_id)
);
create index on allied_share (actor_id, activity_id);

-- What was shared and could not be had from its server yet; the worker asks again.
create table awaited_post (
  id text not null,
  -- Who shared it.
  actor_id text not null references actor on delete cascade,
  activity_id text not null,
  -- Whether it is said to have changed, or to be gone.
  changed boolean not null,
  tries integer not null default 0,
  try_at timestamptz not null,
  primary key (id, actor_id)
);
create index on awaited_post (actor_id);
create index on awaited_post (try_at);
