-- The words of what everybody can read, folded and stemmed for its language. The worker adds the posts there are already.
create table post_search (
  post_id text primary key references post on delete cascade,
  published timestamptz not null,
  -- PostgreSQL's text search configuration. Not regconfig: pg_upgrade refuses a table with a column of that type.
  configuration text not null,
  -- What excerpts are made from, without markup; empty behind a content warning.
  text text not null,
  document tsvector not null
);
-- Tells which configurations are in use at all: each more would be searched in vain.
create index on post_search (configuration);
-- Posts are written seldom and searched often: no list of what is still to be put into the index.
create index post_search_document on post_search using gin (document) with (fastupdate = off);
