-- The colour of links and buttons; the pages make it darker or lighter where it could not be read.
alter table collective add column accent text not null default '#a3132b' check (accent ~ '^#[0-9a-f]{6}$');
