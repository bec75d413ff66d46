-- A host that fails again and again is left alone but for one delivery that knocks: its others are held, and cost
-- the claims nothing. Rows change several times on their way, so pages leave room for that.
alter table delivery drop constraint delivery_state_check;
alter table delivery add constraint delivery_state_check
  check (state in ('waiting', 'held', 'delivered', 'failed', 'cancelled'));
alter table delivery set (fillfactor = 60);

-- Since when the inbox has answered 404, and nothing else in between.
alter table delivery add missing_since timestamptz;

drop index delivery_inbox_object_id_idx;
create index delivery_order on delivery (inbox, object, id) where state in ('waiting', 'held');
create index delivery_held on delivery (host, id) where state = 'held';

-- The breaker of a host: open since then, with one delivery that knocks while the others are held.
alter table host
  add failures integer not null default 0,
  add opened_at timestamptz,
  add knocking bigint;
create index on host (opened_at) where opened_at is not null;

-- Followers who left because their server said that they are gone.
create table departure (
  id bigint generated always as identity primary key,
  handle text not null,
  actor_id text not null,
  reason text not null,
  created_at timestamptz not null default now()
);
create index on departure (created_at);

-- Every worker says that it lives.
create table worker (
  id uuid primary key,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  delivered bigint not null default 0
);
