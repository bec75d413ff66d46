-- What comes with a post of another server besides its text: its title, what its author says it is about, and pictures, polls, times
-- and places. Nothing of it is loaded; members read of it before they decide.
alter table reply
  add column name text not null default '' check (length(name) <= 300),
  -- Sanitised HTML, as the content is.
  add column abstract text not null default '',
  add column enclosed jsonb not null check (jsonb_typeof(enclosed) = 'object')
    default '{"media": [], "more": 0, "sensitive": false, "poll": null, "event": null}';

alter table allied_post
  add column abstract text not null default '',
  add column enclosed jsonb not null check (jsonb_typeof(enclosed) = 'object')
    default '{"media": [], "more": 0, "sensitive": false, "poll": null, "event": null}',
  add column visibility text not null default 'public' check (visibility in ('public', 'unlisted'));
