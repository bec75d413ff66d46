-- A copy of the database without the secret key file does not tell who wrote what. In a draft a member stands as a hand: an HMAC of the
-- draft and the member under a key derived from that file, so that the rules about authors hold in SQL. The program puts hands in
-- the place of members, and seals the names in the log, at its first start (store/seal-hands.ts); from now on nothing else is written.

alter table draft_revision add column hand bytea;
-- The role of who wrote it, then: the hand does not tell.
alter table draft_revision add column by_writer boolean not null default false;
alter table draft_revision add constraint draft_revision_member_unnamed check (member_id is null) not valid;
create index on draft_revision (draft_id) where member_id is not null;

alter table draft_note add column hand bytea;
alter table draft_note add constraint draft_note_member_unnamed check (member_id is null) not valid;

alter table draft add column approved_hand bytea;
alter table draft add constraint draft_approver_unnamed check (approved_by is null) not valid;

-- Who has a text open stands here for a quarter of an hour: what stands now need not be taken along.
drop table draft_editor;
create table draft_editor (
  draft_id text not null references draft on delete cascade,
  hand bytea not null,
  seen_at timestamptz not null default now(),
  primary key (draft_id, hand)
);
create index on draft_editor (seen_at);
drop table post_editor;
create table post_editor (
  post_id text not null references post on delete cascade,
  hand bytea not null,
  seen_at timestamptz not null default now(),
  primary key (post_id, hand)
);
create index on post_editor (seen_at);

-- In the log the name and the id of who did it, and the member whom it was done to, lie in a JWE; what was done, when, and to which post
-- stays readable.
alter table audit add column who_jwe text;
alter table audit alter column name set default '';
alter table audit add constraint audit_name_sealed check (name = '') not valid;

create function is_own_hand(draft text, revision integer, approver bytea) returns boolean language sql stable as $$
  select exists (
    select 1 from draft_revision where draft_id = draft and hand = approver
  ) and not exists (
    select 1 from draft_revision
    where draft_id = draft and draft_revision.number = revision and hand <> approver and not by_writer
  )
$$;

create or replace function check_draft_state() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and (old.state, new.state) not in (
    ('draft', 'in-review'), ('draft', 'approved'),
    ('in-review', 'draft'), ('in-review', 'approved'),
    ('approved', 'in-review'), ('approved', 'draft'), ('approved', 'scheduled'), ('approved', 'published'),
    ('scheduled', 'in-review'), ('scheduled', 'draft'), ('scheduled', 'approved'), ('scheduled', 'published'),
    ('published', 'withdrawn')
  ) then
    raise exception 'A draft does not go from % to %.', old.state, new.state using errcode = 'check_violation';
  end if;
  if old.state in ('approved', 'scheduled') and new.state in ('approved', 'scheduled', 'published')
    and new.number <> old.number then
    raise exception 'What was approved is not what it says now.' using errcode = 'check_violation';
  end if;
  if new.state = 'approved' and old.state in ('draft', 'in-review')
    and exists (select 1 from collective where two_person)
    and (new.approved_hand is null or is_own_hand(new.id, new.number, new.approved_hand)) then
    raise exception 'Nobody approves their own text.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

drop function is_own_text(text, integer, text);
