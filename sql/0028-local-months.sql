-- Months are those of the collective's own time zone, as the dates on its pages are.

create function local_month(at timestamptz, zone text) returns date language sql stable as $$
  select date_trunc('month', at at time zone zone)::date
$$;

create function collective_zone() returns text language sql stable as $$
  select coalesce((select time_zone from collective), 'UTC')
$$;

create or replace function count_months() returns trigger language plpgsql as $$
declare
  zone text;
begin
  perform count_in_turn();
  -- Whoever moved the zone has had their turn.
  zone := collective_zone();
  if tg_op = 'TRUNCATE' then
    delete from month_count;
  elsif tg_op = 'INSERT' then
    insert into month_count as known (month, posts)
    select local_month(published, zone), count(*)
    from after where withdrawn_at is null group by 1
    on conflict (month) do update set posts = known.posts + excluded.posts;
  elsif tg_op = 'DELETE' then
    insert into month_count as known (month, posts)
    select local_month(published, zone), -count(*)
    from before where withdrawn_at is null group by 1
    on conflict (month) do update set posts = known.posts + excluded.posts;
  else
    insert into month_count as known (month, posts)
    select month, sum(change) from (
      select local_month(published, zone), -1 from before where withdrawn_at is null
      union all
      select local_month(published, zone), 1 from after where withdrawn_at is null
    ) both_ways (month, change)
    group by month having sum(change) <> 0
    on conflict (month) do update set posts = known.posts + excluded.posts;
  end if;
  return null;
end $$;

drop function count_month(timestamptz, timestamptz, integer);

create function count_months_anew() returns void language plpgsql as $$
begin
  perform count_in_turn();
  -- What is being published waits for its turn above, and then counts in the new zone.
  delete from month_count;
  insert into month_count
  select local_month(published, collective_zone()), count(*) from post where withdrawn_at is null group by 1;
end $$;

create function move_months() returns trigger language plpgsql as $$
begin
  perform count_months_anew();
  return null;
end $$;

create trigger zone_moved after update of time_zone on collective
  for each row when (old.time_zone is distinct from new.time_zone) execute function move_months();
create trigger zone_set after insert on collective for each row execute function move_months();

select count_months_anew();
