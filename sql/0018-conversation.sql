-- Conversations with other servers, and what members are told of them.

-- Our own answers are found by what they answer.
create index on post (in_reply_to) where in_reply_to is not null;

-- Hosts where nobody follows us, and that members have let in all the same: a first word from there is not held.
create table welcome (
  host text primary key,
  created_at timestamptz not null default now()
);

-- A post that shows one of ours within itself is read and shown as a reply is, and stands in no thread.
alter table reply add column kind text not null default 'reply' check (kind in ('reply', 'quote'));
alter table reply add check (kind = 'reply' or post_id is not null);

-- Who may quote our posts (FEP-044f).
alter table collective add column quotes text not null default 'nobody' check (quotes in ('everybody', 'nobody'));

-- Our word that this very post may quote ours; whoever shows it asks for the row. Gone is taken back.
create table quote_authorization (
  id text primary key,
  post_id text not null references post on delete cascade,
  quote text not null unique,
  actor_id text not null references actor on delete cascade,
  created_at timestamptz not null default now()
);
create index on quote_authorization (post_id);
create index on quote_authorization (actor_id);

-- Who has boosted us lately.
create index on reaction (created_at desc) where type = 'Announce';

-- How each member is told that something waits: by a feed whose address only they know, by mail, or not.
create table notification (
  member_id text primary key references member on delete cascade,
  feed_hash bytea unique,
  -- A JWE under the secret key file.
  mail_jwe text,
  digest text not null default 'off' check (digest in ('off', 'hourly', 'daily')),
  language text not null,
  -- Up to when the last mail told of what waits, and what became of it.
  told_at timestamptz not null default now(),
  tried_at timestamptz,
  failure text,
  check (digest = 'off' or mail_jwe is not null)
);
