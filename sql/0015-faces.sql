-- What members said of the people in a picture before it was published; null in posts from before they were asked.
alter table revision_picture add column people text check (people in ('none', 'agreed', 'covered'));

-- The uncovered picture whose place this one takes in every revision, as soon as a post with it is saved.
alter table picture add column covered_id text references picture on delete set null;
create index on picture (covered_id) where covered_id is not null;

-- Files whose picture is gone, until they are gone from the disk, too: a crash in between must leave no uncovered face there.
create table removed_file (
  name text primary key,
  removed_at timestamptz not null default now()
);

create function remember_removed_file() returns trigger language plpgsql as $$
begin
  insert into removed_file (name) values (old.name) on conflict do nothing;
  return null;
end $$;

create trigger removed after delete on picture_file for each row execute function remember_removed_file();
