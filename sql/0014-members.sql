-- The members' door: a second factor, and sign-ins that wait for one.

-- Time-based codes (RFC 6238). The secret is a JWE under the secret key file.
create table second_factor (
  member_id text primary key references member on delete cascade,
  secret_jwe text not null,
  -- The time step of the last code that was taken: none is taken twice.
  last_step bigint not null,
  created_at timestamptz not null default now()
);

-- A secret that is shown to its member and not yet proven by a code. It is no factor until then.
create table second_factor_offer (
  member_id text primary key references member on delete cascade,
  secret_jwe text not null,
  created_at timestamptz not null default now()
);

create table recovery_code (
  member_id text not null references second_factor on delete cascade,
  code_hash bytea not null,
  primary key (member_id, code_hash)
);

-- Whose passphrase was right, and whose code is awaited.
create table sign_in (
  token_hash bytea primary key,
  member_id text not null references member on delete cascade,
  created_at timestamptz not null default now()
);
create index on sign_in (member_id);
create index on sign_in (created_at);

alter table collective add column second_factor_required boolean not null default false;

-- Members see their sessions and end them by these names, which open nothing.
alter table session add column id uuid not null default gen_random_uuid() unique;

-- Links that let somebody in once. Only their hash is kept.
create table invitation (
  id text primary key,
  token_hash bytea not null unique,
  role text not null check (role in ('writer', 'editor', 'admin')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index on invitation (expires_at);

-- Since when nothing is published, edited or withdrawn, because a member pressed the button for emergencies.
alter table collective add column panicked_at timestamptz;

-- What members did, for admins. Only here does anything tell who published what, and it goes after 90 days.
create table audit (
  id bigint generated always as identity primary key,
  happened_at timestamptz not null default date_trunc('minute', now()),
  name text not null,
  role text not null check (role in ('writer', 'editor', 'admin')),
  act text not null check (length(act) between 1 and 40),
  object text not null default '' check (length(object) <= 2000)
);
create index on audit (happened_at);
