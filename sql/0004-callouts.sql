-- The zone of the times that members type, unless they say otherwise.
alter table collective add column time_zone text not null default 'UTC';

-- What a revision calls people to. Place and start may be announced later; the call-out stands first until open_until.
create table revision_callout (
  post_id text not null,
  number integer not null,
  starts_at timestamptz,
  ends_at timestamptz,
  time_zone text not null,
  place_name text not null default '' check (length(place_name) <= 200),
  place_address text not null default '' check (length(place_address) <= 500),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  open_until timestamptz not null,
  status text not null check (status in ('confirmed', 'postponed', 'moved', 'cancelled')),
  primary key (post_id, number),
  foreign key (post_id, number) references revision on delete cascade,
  check (ends_at is null or (starts_at is not null and ends_at > starts_at)),
  check (starts_at is null or open_until >= starts_at),
  check ((latitude is null) = (longitude is null))
);
create index on revision_callout (open_until);
create index on revision_callout ((coalesce(starts_at, open_until)), post_id);
