-- When a worker last looked whether the time has come for something, where that was, and when it began to look again after a pause.
-- A database that was put back from a backup has the time of the backup, or is elsewhere.
create table clock (
  only_row boolean primary key default true check (only_row),
  beat_at timestamptz not null default now(),
  place text,
  resumed_at timestamptz
);

-- This very database may have been put back before the upgrade.
insert into clock (resumed_at)
select case when exists (select 1 from draft where state = 'scheduled') or exists (select 1 from reminder) then now() end;
