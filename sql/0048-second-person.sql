-- What one member alone must not do: it waits for a second one. What it is lies in it as JWE under the secret key file: the text of a
-- page is not published yet.
create table decision (
  id text primary key,
  kind text not null check (kind in ('liftPanic', 'makeAdmin', 'inviteAdmin', 'loosenRules', 'savePage', 'removePage', 'movePage')),
  details_jwe text not null,
  -- Who proposed it. It ends with them, and when they are suspended or lose their role.
  member_id text not null references member on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  -- From when on whoever has nobody beside them may do it by passphrase and second factor; null for never.
  alone_from timestamptz,
  confirmed_by text,
  confirmed_alone boolean not null default false,
  check (confirmed_alone or confirmed_by <> member_id)
);
create index on decision (member_id);
create index on decision (expires_at);
-- Two who propose to open again mean one thing.
create unique index on decision (kind) where kind = 'liftPanic';

-- When somebody else last let the member in, or further in: by an invitation, another role, a new passphrase, a reset of the second
-- factor. Whoever could be let in to be the second person is none for a while.
alter table member add column let_in_at timestamptz not null default now();
update member set let_in_at = created_at;

-- Invitations end with who made them; one made on the machine has nobody.
alter table invitation add column member_id text references member on delete cascade;
create index on invitation (member_id);
