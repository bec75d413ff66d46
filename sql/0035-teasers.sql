-- What other servers show of an Article below its title; empty for its first paragraph.
alter table revision add column teaser text not null default '' check (length(teaser) <= 500);

-- What the pictures of the account show, for those who cannot see them.
alter table collective
  add column icon_description text not null default '' check (length(icon_description) <= 1500),
  add column header_description text not null default '' check (length(header_description) <= 1500);
