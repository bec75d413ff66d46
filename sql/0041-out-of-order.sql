-- What other servers send comes in any order, and some of it is taken back.

-- Posts that their authors deleted. What comes late of them is not taken again; what members had approved can be brought back.
create table gone_post (
  id text not null,
  actor_id text not null references actor on delete cascade,
  -- The Delete, as an Undo of it may name it.
  activity_id text not null,
  approved boolean not null,
  deleted_at timestamptz not null default now(),
  primary key (id, actor_id)
);
create index on gone_post (actor_id, activity_id);
create index on gone_post (deleted_at);

-- Answers that came before what they answer, until that comes. The reply is one as the inbox reads it.
create table early_reply (
  id text primary key,
  actor_id text not null references actor on delete cascade,
  in_reply_to text not null,
  reply jsonb not null check (jsonb_typeof(reply) = 'object'),
  -- When its author last changed it.
  updated timestamptz not null,
  received_at timestamptz not null default now()
);
create index on early_reply (in_reply_to);
create index on early_reply (actor_id);
create index on early_reply (received_at);

-- Mentions find their place when what they answer comes.
create index on reply (in_reply_to) where post_id is null;

-- Its author deleted what members had approved, and brought it back.
alter table reply add column restored boolean not null default false;
