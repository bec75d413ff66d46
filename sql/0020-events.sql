-- A call-out with a start is an Event, too: an object of its own beside its post, which only the servers that keep calendars are
-- sent. Which these are their NodeInfo says.
alter table activity add column event boolean not null default false
  check (not event or (post_id is not null and type in ('Create', 'Update', 'Delete')));
alter table host
  add column software text check (length(software) between 1 and 60),
  add column software_asked_at timestamptz;

-- Whether followers' servers have the post among those that stand first because it is an open call-out.
alter table post add column calling boolean not null default false;
update post set calling = true
from revision_callout
where post_id = post.id and number = post.revision and open_until > now() and withdrawn_at is null;
create index on post (id) where calling;

-- When followers are to be reminded of a call-out, by a boost of its post.
create table reminder (
  post_id text primary key references post on delete cascade,
  due_at timestamptz not null
);
create index on reminder (due_at);
