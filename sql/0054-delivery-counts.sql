-- To how many hosts each post has come, so that the lists of posts do not count all their deliveries again. The worker keeps the
-- counts. Whatever changes a delivery leaves a line that says so, and nobody waits for another; until the worker has counted again,
-- that post is counted when it is asked for.
create table delivery_count (
  post_id text primary key references post on delete cascade,
  waiting integer not null,
  held integer not null,
  delivered integer not null,
  failed integer not null,
  cancelled integer not null,
  -- Behind the inboxes that were reached.
  followers integer not null
);
create table delivery_change (
  id bigint generated always as identity primary key,
  post_id text not null
);
create index on delivery_change (post_id);

create function note_deliveries() returns trigger language plpgsql as $$
begin
  -- A claim changes no count. A scalar subquery, so that no plan can join all activities.
  insert into delivery_change (post_id)
  select distinct post_id
  from (
    select (select post_id from activity where id = changed.activity_id and type = 'Create') as post_id
    from (select distinct activity_id from after where state <> 'waiting' or lease is null) changed
  ) created
  where post_id is not null;
  return null;
end $$;
create trigger noted_in after insert on delivery referencing new table as after for each statement execute function note_deliveries();
create trigger noted_anew after update on delivery referencing new table as after for each statement execute function note_deliveries();

insert into delivery_change (post_id)
select distinct post_id from activity
where type = 'Create' and post_id is not null and exists (select 1 from delivery where activity_id = activity.id);
