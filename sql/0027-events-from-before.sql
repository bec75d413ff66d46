-- Open call-outs from before there were Events have one from now on, which servers that keep calendars are sent as soon as it is
-- known that they do.
insert into activity (id, type, post_id, revision, event, created_at)
select
  (select string_agg(substr('abcdefghijklmnopqrstuvwxyz234567', (get_byte(hash, at) & 31) + 1, 1), '')
    from generate_series(0, 15) at),
  'Create', open.id, open.revision, true, open.published
from (
  select post.id, post.revision, post.published, sha256(uuid_send(gen_random_uuid())) as hash
  from post
  join revision_callout on post_id = post.id and number = post.revision
  where withdrawn_at is null and open_until > now()
    and exists (
      select 1 from revision_callout earlier
      where earlier.post_id = post.id and earlier.number <= post.revision and earlier.starts_at is not null
    )
    and not exists (select 1 from activity told where told.post_id = post.id and told.event)
  offset 0
) open;

-- Those that are known already to keep a calendar are asked once more, and sent what is open.
update host set software = null, software_asked_at = null where software in ('mobilizon', 'gancio', 'wordpress');
