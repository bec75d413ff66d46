-- What does not age: about, questions, contact, how to give. One slug in several languages is one page.
create table page (
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  language text not null check (length(language) between 2 and 35),
  name text not null check (length(name) between 1 and 300),
  -- Markdown, as typed.
  source text not null check (length(source) between 1 and 150000),
  position integer not null,
  in_menu boolean not null,
  version integer not null default 1,
  updated timestamptz not null default now(),
  primary key (slug, language)
);

-- The groups that the collective names as its allies, in its own order.
create table ally (
  id text primary key,
  name text not null check (length(name) between 1 and 100),
  description text not null check (length(description) <= 1000),
  handle text not null check (length(handle) <= 300),
  link text not null check (length(link) <= 2000 and link ~ '^(https?://|$)'),
  position integer not null
);

-- Addresses that this site had before, and where each leads now.
create table redirect (
  path text primary key check (path ~ '^/.' and length(path) <= 2000),
  target text not null check (length(target) <= 2000 and target ~ '^(/([^/\\]|$)|https://)'),
  check (path <> target)
);

-- Whether readers are kept from seeing what a post said before. Nobody who edited one until now could know that they would.
alter table post add column history_hidden boolean not null default false;
update post set history_hidden = true where updated is not null;
