-- A text as HTML, made when it is saved, and the version of what made it: reading costs no Markdown. Null is what was saved before;
-- the worker makes it. See src/rendering/ and src/store/rendered.ts.
alter table revision
  add column html text,
  add column renderer integer,
  add check ((html is null) = (renderer is null));
create index on revision (renderer);

alter table page
  add column html text,
  add column renderer integer,
  add check ((html is null) = (renderer is null));

alter table collective
  add column description_html text,
  add column description_renderer integer,
  add check ((description_html is null) = (description_renderer is null));
