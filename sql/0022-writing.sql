-- A form names itself, so that one that is sent twice, by a thumb or because the answer was lost on the way, makes one draft, one
-- remark and one post, even when the server restarts in between.
alter table draft add once text unique check (length(once) <= 100);
-- The form by which it was written.
alter table draft_revision add once text check (length(once) <= 100);
alter table draft_note add once text unique check (length(once) <= 100);
create table sent_form (
  once text primary key check (length(once) <= 100),
  post_id text references post on delete cascade,
  -- No time of day: it would tell more than the post itself may say.
  sent_on date not null default current_date
);
create index on sent_form (post_id);
create index on sent_form (sent_on);

-- Who takes an approval or a time away by changing the text stands among the notes.
alter table draft_note drop constraint draft_note_act_check;
alter table draft_note add constraint draft_note_act_check check (act in ('comment', 'review', 'return', 'approve', 'schedule',
  'unschedule', 'restore', 'failed', 'changeApproved', 'changeScheduled'));

-- Who has the form of a published post open. Nothing of it outlives a quarter of an hour by much: it would tell who wrote the post.
create table post_editor (
  post_id text not null references post on delete cascade,
  member_id text not null references member on delete cascade,
  seen_at timestamptz not null default now(),
  primary key (post_id, member_id)
);
create index on post_editor (member_id);
create index on post_editor (seen_at);
