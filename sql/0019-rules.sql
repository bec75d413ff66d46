-- What the collective decided for itself: whether nobody approves their own text, for how many days it is kept which member did
-- what, how many posts stand on a page, and to how many minutes the times of posts are rounded.
alter table collective
  add column two_person boolean not null default false,
  add column retention_days integer not null default 90 check (retention_days between 0 and 365),
  add column posts_per_page integer not null default 20 check (posts_per_page between 5 and 50),
  add column rounding_minutes integer not null default 0 check (rounding_minutes in (0, 1, 15, 60, 1440));
