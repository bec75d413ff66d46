-- A host or actor may be limited rather than blocked: what it sends is held for the members, always.
alter table block add column severity text not null default 'block' check (severity in ('limit', 'block'));

-- Everything that a decision about this host may be written under: itself, the domains above it, any port of them.
create function names_of_host(host text) returns setof text language sql immutable as $$
  select array_to_string(labels[at:], '.')
  from (values (string_to_array(host, '.')), (string_to_array(regexp_replace(host, ':\d+$', ''), '.'))) as spelled (labels),
    generate_subscripts(labels, 1) as at
$$;

-- Held apart from what waits: first contacts, limited senders, crowds of mentions.
alter table reply drop constraint reply_state_check;
alter table reply add constraint reply_state_check
  check (state in ('held', 'pending', 'approved', 'hidden', 'refused'));
alter table reply add column held_because text
  check (held_because in ('first-contact', 'limited', 'mentions'));

-- The handle, once WebFinger has agreed with the actor both ways; asked by the worker.
alter table actor add column handle text;
alter table actor add column handle_checked_at timestamptz;
create index on actor (host, fetched_at) where handle_checked_at is null;

-- Reports that members send, signed by the instance so that they name nobody.
alter table activity drop constraint activity_type_check;
alter table activity add constraint activity_type_check check (type in ('Create', 'Update', 'Delete', 'Announce',
  'Like', 'Undo', 'Follow', 'Accept', 'Reject', 'Add', 'Remove', 'Flag'));

-- An actor that is forgotten takes these with it, and must be found in them.
create index on allied_post (actor_id);
create index on flag (actor_id);
create index on actor (fetched_at);
