-- Web processes keep the public pages as bytes. Whoever changes what they show says so, and PostgreSQL passes it on when the
-- change is committed: once for each thing said in a transaction. See src/store/changes.ts.

create function announce_site() returns trigger language plpgsql as $$
begin
  perform pg_notify('change', 'site');
  return null;
end $$;

create function announce_followers() returns trigger language plpgsql as $$
begin
  perform pg_notify('change', 'followers');
  return null;
end $$;

-- Reactions and replies change one post. A reply that nobody has approved changes nothing: a flood of them costs readers nothing.
create function announce_posts() returns trigger language plpgsql as $$
begin
  perform pg_notify('change', 'post:' || post_id) from (select distinct post_id from changed where post_id is not null) posts;
  return null;
end $$;

create function announce_approved() returns trigger language plpgsql as $$
begin
  perform pg_notify('change', 'post:' || post_id)
  from (select distinct post_id from changed where post_id is not null and state = 'approved') posts;
  return null;
end $$;

-- The authors of approved replies, and of what we answer, are named on pages.
create function announce_actor() returns trigger language plpgsql as $$
begin
  if exists (select 1 from reply where actor_id = old.id and state = 'approved')
    or exists (select 1 from post where in_reply_to_actor = old.id) then
    perform pg_notify('change', 'site');
  end if;
  return null;
end $$;

create function announce_activity() returns trigger language plpgsql as $$
begin
  if exists (select 1 from changed where type in ('Create', 'Update', 'Delete', 'Announce', 'Add', 'Remove')) then
    perform pg_notify('change', 'site');
  end if;
  return null;
end $$;

create trigger changed after insert or update or delete or truncate on post for each statement execute function announce_site();
create trigger changed after insert or update or delete or truncate on collective for each statement execute function announce_site();
create trigger changed after insert or update or delete or truncate on block for each statement execute function announce_site();
create trigger changed after insert or update or delete or truncate on page for each statement execute function announce_site();
create trigger changed after insert or update or delete or truncate on ally for each statement execute function announce_site();
create trigger changed after insert or update or delete or truncate on follower for each statement execute function announce_followers();

create trigger changed_by_insert after insert on activity referencing new table as changed
  for each statement execute function announce_activity();
create trigger changed_by_update after update on activity referencing new table as changed
  for each statement execute function announce_activity();

create trigger changed_by_insert after insert on reaction referencing new table as changed
  for each statement execute function announce_posts();
create trigger changed_by_delete after delete on reaction referencing old table as changed
  for each statement execute function announce_posts();

create trigger changed_by_insert after insert on reply referencing new table as changed
  for each statement execute function announce_approved();
create trigger changed_to after update on reply referencing new table as changed
  for each statement execute function announce_approved();
create trigger changed_from after update on reply referencing old table as changed
  for each statement execute function announce_approved();
create trigger changed_by_delete after delete on reply referencing old table as changed
  for each statement execute function announce_approved();
create trigger changed after update of handle, name, url on actor for each row
  when ((old.handle, old.name, old.url) is distinct from (new.handle, new.name, new.url))
  execute function announce_actor();
