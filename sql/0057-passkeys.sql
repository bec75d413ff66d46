-- Passkeys (Web Authentication, level 3). Nothing in them is secret: the private key never leaves the device.
create table passkey (
  id text primary key,
  member_id text not null references member on delete cascade,
  -- What the member calls it.
  name text not null check (length(name) between 1 and 60),
  credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
  public_key bytea not null check (length(public_key) <= 2000),
  transports text[] not null default '{}',
  -- The name of the host it was made at, and is bound to.
  host text not null,
  -- Whether it opens the door by itself, without name and passphrase.
  alone boolean not null,
  -- How often the device says that it was used. Going back, it may be a copy; synchronised ones always say 0.
  sign_count bigint not null,
  -- Days, and not times.
  created_on date not null default (now() at time zone 'UTC')::date,
  used_on date
);
create index on passkey (member_id);
create index on passkey (host) where alone;

-- What devices keep a member's passkeys under: no name, and nothing that stands anywhere else.
alter table member add column user_handle bytea not null unique default uuid_send(gen_random_uuid());

create function has_second_factor(of_member text) returns boolean language sql stable as $$
  select exists (select 1 from second_factor where second_factor.member_id = of_member)
    or exists (select 1 from passkey where passkey.member_id = of_member)
$$;
