-- What a page, a feed, a document, an activity or a loop of the worker reads has a bound, however much there is. Where a table was
-- read whole, or sorted whole for its newest rows, an index now leads to what is asked for. tests/store/blocks.test.ts holds it.

-- Members see withdrawn posts among the others.
create index on post (published desc, id desc);

-- The sitemap walks through all posts, in the index alone.
drop index post_published_id_idx;
create index on post (published desc, id desc) include (updated) where withdrawn_at is null;

-- What stands in another language, in the same month.
create index on post_language (language, translation_group) include (published) where translation_group is not null;

-- What is to be sent to a host, what has failed there, and what has been held for long.
create index delivery_open on delivery (host) include (state) where state in ('waiting', 'held');
create index delivery_failed on delivery (host) where state = 'failed';
create index delivery_held_since on delivery (created_at) where state = 'held';
create index on host (opened_at nulls last, host) where opened_at is not null or failures > 0;

-- Who stands behind an inbox, who is known by a handle, and whose is to be looked up again.
create index on actor ((coalesce(shared_inbox, inbox)));
create index on actor (handle_checked_at) where handle is null;
create index on actor (lower(handle)) where handle is not null;

-- When an account was last found to have something to do with somebody here.
alter table actor add column looked_at timestamptz;
create index on actor (looked_at nulls first, fetched_at);

-- What waits for members.
create index on follower (created_at desc, actor_id) where state = 'pending';
create index reply_pending on reply (received_at desc, id) where state = 'pending' and post_id is not null;
create index reply_mention on reply (received_at desc, id) where state = 'pending' and post_id is null;
create index on flag (created_at desc, id) where closed_at is null;

-- Whose follower and whose reply it is, without a look at the actor: a host never changes.
create function find_host() returns trigger language plpgsql as $$
begin
  new.actor_host := (select host from actor where id = new.actor_id);
  return new;
end $$;
alter table follower add column actor_host text;
alter table reply add column actor_host text;
update follower set actor_host = actor.host from actor where actor.id = actor_id;
update reply set actor_host = actor.host from actor where actor.id = actor_id;
create trigger found_host before insert on follower for each row execute function find_host();
create trigger found_host before insert on reply for each row execute function find_host();
create index on follower (actor_host, state);
create index reply_held_host on reply (actor_host, received_at desc) where state = 'held';

-- How many followers and replies there are, and how many of our own posts answer somebody: read in an index that has a thousand in a block.
create index on follower (state);
create index on reply (state);
create index post_answers on post (type) where in_reply_to is not null and withdrawn_at is null;

-- When something that everybody can read last changed.
create index on post (updated) where updated is not null;
create index on post (withdrawn_at) include (id) where withdrawn_at is not null;

-- The latest below a post, whatever members decided about it; and of our own posts those that answer something there.
create index reply_below on reply (post_id, received_at desc, id) where post_id is not null;
alter table post add column answers_below text;
update post set answers_below = reply.post_id from reply where reply.id = post.in_reply_to and reply.post_id is not null;
create index on post (answers_below) where answers_below is not null;

create function find_answered() returns trigger language plpgsql as $$
begin
  new.answers_below := (select post_id from reply where id = new.in_reply_to);
  return new;
end $$;
create trigger answered before insert on post for each row when (new.in_reply_to is not null) execute function find_answered();

-- What was said to single actors, and what is about foreign objects.
create index on activity (recipient) where recipient is not null;
create index on activity (object) where object is not null;
create index on activity (created_at) where type in ('Accept', 'Reject');

create index on allied_post (received_at);
create index on gone_post (deleted_at);

-- Posts that are still to be found by the search: those from before there was one, and whatever an import leaves to the worker.
create table search_due (post_id text primary key references post on delete cascade);
insert into search_due
select id from post
where withdrawn_at is null and not exists (select 1 from post_search where post_id = post.id);

create function search_later() returns trigger language plpgsql as $$
begin
  insert into search_due select id from added where withdrawn_at is null;
  return null;
end $$;
create trigger searched_later after insert on post referencing new table as added
  for each statement execute function search_later();

create function search_now() returns trigger language plpgsql as $$
begin
  delete from search_due where post_id in (select post_id from added);
  return null;
end $$;
create trigger searched_now after insert on post_search referencing new table as added
  for each statement execute function search_now();

create function search_again() returns trigger language plpgsql as $$
begin
  insert into search_due
  select post_id from removed join post on post.id = post_id where withdrawn_at is null
  on conflict do nothing;
  return null;
end $$;
create trigger searched_again after delete on post_search referencing old table as removed
  for each statement execute function search_again();

create function search_all_again() returns trigger language plpgsql as $$
begin
  insert into search_due select id from post where withdrawn_at is null on conflict do nothing;
  return null;
end $$;
create trigger searched_all_again after truncate on post_search for each statement execute function search_all_again();

-- Whether a translation says less than another of its group.
alter table post_language add column behind boolean not null default false;
create index on post_language (published desc, post_id) where behind;

create function find_behind(changed text) returns void language sql as $$
  update post_language
  set behind = newest.as_of > post_language.as_of
  from (select max(as_of) as as_of from post_language where translation_group = changed) newest
  where translation_group = changed and behind <> (newest.as_of > post_language.as_of)
$$;

create function find_behind() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.translation_group is not null then perform find_behind(old.translation_group); end if;
  if tg_op <> 'DELETE' and new.translation_group is not null then perform find_behind(new.translation_group); end if;
  if tg_op = 'UPDATE' and new.translation_group is null and new.behind then
    update post_language set behind = false where post_id = new.post_id;
  end if;
  return null;
end $$;
create trigger found_behind after insert or delete or update of as_of, translation_group on post_language
  for each row execute function find_behind();

select find_behind(translation_group) from (
  select distinct translation_group from post_language where translation_group is not null
) groups;
