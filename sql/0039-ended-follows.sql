-- A follow of ours that no member ended: the account has moved, or was blocked. Its row stays until a member puts it away.
alter table following drop constraint following_state_check;
alter table following add constraint following_state_check
  check (state in ('looking-up', 'requested', 'accepted', 'rejected', 'failed', 'moved', 'blocked'));
alter table following
  add moved_to text,
  add ended_at timestamptz;

-- Moves whose target could not be had when they came: the worker asks again.
create table unfinished_move (
  actor_id text primary key references actor on delete cascade,
  target text not null,
  tries integer not null default 0,
  run_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index on unfinished_move (run_at);
