-- How many standing posts each tag and each month has, so that no page counts all of them: kept by triggers, in the
-- transaction of the change.
create table tag_count (
  slug text primary key,
  posts integer not null
);

create table month_count (
  -- The first day of the month, in UTC.
  month date primary key,
  posts integer not null
);

insert into tag_count select slug, count(*) from post_tag group by slug;
insert into month_count
select date_trunc('month', published at time zone 'UTC')::date, count(*)
from post where withdrawn_at is null group by 1;

-- One transaction at a time, or two that change several counts in different orders would wait for each other.
create function count_in_turn() returns void language sql as $$
  select pg_advisory_xact_lock(7061512)
$$;

create function count_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from tag_count;
    return null;
  end if;
  perform count_in_turn();
  insert into tag_count as known (slug, posts)
  select slug, count(*) * case tg_op when 'INSERT' then 1 else -1 end from changed group by slug
  on conflict (slug) do update set posts = known.posts + excluded.posts;
  return null;
end $$;

create trigger counted_in after insert on post_tag referencing new table as changed
  for each statement execute function count_tags();
create trigger counted_out after delete on post_tag referencing old table as changed
  for each statement execute function count_tags();
create trigger counted_none after truncate on post_tag for each statement execute function count_tags();

create function count_month(month_of timestamptz, withdrawn timestamptz, change integer)
returns table (month date, change integer) language sql immutable as $$
  select date_trunc('month', month_of at time zone 'UTC')::date, change where withdrawn is null
$$;

create function count_months() returns trigger language plpgsql as $$
begin
  perform count_in_turn();
  if tg_op = 'TRUNCATE' then
    delete from month_count;
  elsif tg_op = 'INSERT' then
    insert into month_count as known (month, posts)
    select counted.month, sum(counted.change)
    from after, count_month(published, withdrawn_at, 1) counted group by 1
    on conflict (month) do update set posts = known.posts + excluded.posts;
  elsif tg_op = 'DELETE' then
    insert into month_count as known (month, posts)
    select counted.month, sum(counted.change)
    from before, count_month(published, withdrawn_at, -1) counted group by 1
    on conflict (month) do update set posts = known.posts + excluded.posts;
  else
    insert into month_count as known (month, posts)
    select month, sum(change) from (
      select counted.month, counted.change from before, count_month(published, withdrawn_at, -1) counted
      union all
      select counted.month, counted.change from after, count_month(published, withdrawn_at, 1) counted
    ) both_ways
    group by month having sum(change) <> 0
    on conflict (month) do update set posts = known.posts + excluded.posts;
  end if;
  return null;
end $$;

create trigger counted_in after insert on post referencing new table as after
  for each statement execute function count_months();
create trigger counted_out after delete on post referencing old table as before
  for each statement execute function count_months();
create trigger counted_anew after update on post referencing old table as before new table as after
  for each statement execute function count_months();
create trigger counted_none after truncate on post for each statement execute function count_months();
