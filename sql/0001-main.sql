-- The collective: one row, one account.
create table picture (
  id text primary key,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  blurhash text not null,
  created_at timestamptz not null default now()
);

-- The re-encoded files of a picture; the original is never kept.
create table picture_file (
  name text primary key,
  picture_id text not null references picture on delete cascade,
  variant text not null check (variant in ('full', 'small')),
  media_type text not null,
  width integer not null,
  height integer not null,
  size integer not null,
  unique (picture_id, variant)
);

create table collective (
  only_row boolean primary key default true check (only_row),
  handle text not null check (handle ~ '^[a-z0-9_]{1,30}$'),
  name text not null check (length(name) between 1 and 100),
  type text not null check (type in ('Organization', 'Group', 'Service', 'Person')),
  language text not null,
  origin text not null,
  description text not null default '',
  fields jsonb not null default '[]' check (jsonb_typeof(fields) = 'array'),
  icon text references picture,
  header text references picture,
  discoverable boolean not null default true,
  indexable boolean not null default true,
  manually_approves_followers boolean not null default false,
  -- From then on other servers know the account by its handle and origin, and neither can change.
  first_followed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The link printed at the first start; only its hash is kept, and it dies with the set-up.
create table setup_link (
  only_row boolean primary key default true check (only_row),
  token_hash bytea not null,
  created_at timestamptz not null default now()
);

-- Keys of the group and of the instance actor. The private half is a JWE under the secret key file.
create table signing_key (
  actor text not null check (actor in ('group', 'instance')),
  algorithm text not null check (algorithm in ('RSASSA-PKCS1-v1_5', 'Ed25519')),
  public_jwk jsonb not null,
  private_jwe text not null,
  created_at timestamptz not null default now(),
  primary key (actor, algorithm)
);

-- What Fedify caches.
create table kv (
  key text[] primary key,
  value jsonb not null,
  expires_at timestamptz
);
create index on kv (expires_at) where expires_at is not null;

create table member (
  id text primary key,
  name text not null check (length(name) between 1 and 60),
  role text not null check (role in ('writer', 'editor', 'admin')),
  passphrase_hash text not null,
  created_at timestamptz not null default now(),
  suspended_at timestamptz
);
create unique index on member (lower(name));

create table session (
  token_hash bytea primary key,
  member_id text not null references member on delete cascade,
  csrf_token text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now()
);
create index on session (member_id);

-- A post is the sequence of its revisions; its row holds what does not change with the text.
create table post (
  id text primary key,
  type text not null check (type in ('Note', 'Article')),
  revision integer not null default 1,
  in_reply_to text,
  in_reply_to_actor text,
  pinned_at timestamptz,
  published timestamptz not null default now(),
  updated timestamptz,
  withdrawn_at timestamptz,
  check (updated >= published)
);
create index on post (published desc, id desc) where withdrawn_at is null;
create index on post (pinned_at desc) where pinned_at is not null and withdrawn_at is null;

create table revision (
  post_id text not null references post on delete cascade,
  number integer not null,
  name text not null default '' check (length(name) <= 300),
  source text not null,
  summary text not null default '' check (length(summary) <= 500),
  language text not null,
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (post_id, number)
);
alter table post add foreign key (id, revision) references revision (post_id, number)
  deferrable initially deferred;

create table revision_picture (
  post_id text not null,
  number integer not null,
  position integer not null,
  picture_id text not null references picture,
  description text not null default '' check (length(description) <= 1500),
  primary key (post_id, number, position),
  foreign key (post_id, number) references revision on delete cascade
);
create index on revision_picture (picture_id);

-- The tags of the current revision, by the folded form that finds them.
create table post_tag (
  post_id text not null references post on delete cascade,
  slug text not null,
  name text not null,
  primary key (post_id, slug)
);
create index on post_tag (slug);

-- Actors of other servers, as they last described themselves.
create table actor (
  id text primary key,
  host text not null,
  type text not null,
  preferred_username text not null,
  name text not null default '',
  url text not null,
  icon text,
  inbox text not null,
  shared_inbox text,
  also_known_as text[] not null default '{}',
  moved_to text,
  fetched_at timestamptz not null default now()
);
create index on actor (host);

create table actor_key (
  id text primary key,
  actor_id text not null references actor on delete cascade,
  public_key_pem text not null,
  fetched_at timestamptz not null default now()
);
create index on actor_key (actor_id);

create table follower (
  actor_id text primary key references actor on delete cascade,
  follow_id text not null,
  state text not null check (state in ('pending', 'accepted')),
  created_at timestamptz not null default now()
);
create index on follower (created_at desc, actor_id) where state = 'accepted';

-- What we send. The document is rendered from this row when it is delivered or fetched.
create table activity (
  id text primary key,
  type text not null check (type in ('Create', 'Update', 'Delete', 'Announce', 'Like', 'Undo', 'Follow',
    'Accept', 'Reject', 'Add', 'Remove')),
  post_id text references post,
  revision integer,
  -- The foreign object liked, boosted, followed, or the activity of ours that is undone.
  object text,
  -- The foreign activity that is answered, embedded whole.
  embedded jsonb,
  recipient text,
  undone_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index on activity (type, object)
  where type in ('Like', 'Announce', 'Follow') and undone_at is null;
create index on activity (post_id);
create index on activity (created_at desc, id) where type in ('Create', 'Announce');

create table delivery (
  id bigint generated always as identity primary key,
  activity_id text not null references activity on delete cascade,
  -- What the activity is about: deliveries about one object to one inbox keep their order.
  object text not null,
  inbox text not null,
  host text not null,
  followers integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  run_at timestamptz not null default now(),
  -- A claim holds the row until then; only the holder of the token may settle it.
  leased_until timestamptz,
  lease uuid,
  status integer,
  error text,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  unique (activity_id, inbox)
);
create index on delivery (run_at, id) where state = 'waiting';
create index on delivery (inbox, object, id) where state = 'waiting';

create table host (
  host text primary key,
  signature text not null check (signature in ('draft-cavage', 'rfc9421')),
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_error text
);

-- The account's own follows, of allied groups.
create table following (
  handle text primary key,
  actor_id text unique references actor on delete set null,
  activity_id text references activity,
  state text not null check (state in ('looking-up', 'requested', 'accepted', 'rejected', 'failed')),
  error text,
  created_at timestamptz not null default now()
);

-- Activities seen, so that each has one effect. An id belongs to the actor that sent it.
create table received (
  actor_id text not null,
  id text not null,
  type text not null,
  received_at timestamptz not null default now(),
  primary key (actor_id, id)
);
create index on received (received_at);

-- Replies to our posts, and mentions of us (no post).
create table reply (
  id text primary key,
  actor_id text not null references actor on delete cascade,
  post_id text references post on delete cascade,
  in_reply_to text,
  summary text not null default '',
  content text not null,
  language text,
  url text not null,
  visibility text not null check (visibility in ('public', 'unlisted', 'followers', 'direct')),
  state text not null default 'pending' check (state in ('pending', 'approved', 'hidden', 'refused')),
  published timestamptz not null,
  updated timestamptz,
  received_at timestamptz not null default now(),
  -- Only what its author addressed to everybody may be shown to everybody.
  check (state <> 'approved' or (visibility in ('public', 'unlisted') and post_id is not null))
);
create index on reply (post_id, published) where state = 'approved';
create index on reply (state, received_at desc);
create index on reply (actor_id);

-- Posts of the groups we follow, for members to read and boost.
create table allied_post (
  id text primary key,
  actor_id text not null references actor on delete cascade,
  name text not null default '',
  summary text not null default '',
  content text not null,
  language text,
  url text not null,
  published timestamptz not null,
  updated timestamptz,
  received_at timestamptz not null default now()
);
create index on allied_post (published desc, id);

create table reaction (
  post_id text not null references post on delete cascade,
  actor_id text not null references actor on delete cascade,
  type text not null check (type in ('Like', 'Announce')),
  activity_id text not null,
  created_at timestamptz not null default now(),
  primary key (post_id, actor_id, type)
);
create index on reaction (actor_id);

create table block (
  kind text not null check (kind in ('actor', 'host')),
  value text not null,
  created_at timestamptz not null default now(),
  primary key (kind, value)
);

create table flag (
  id text primary key,
  activity_id text not null,
  actor_id text not null references actor on delete cascade,
  content text not null default '',
  objects text[] not null default '{}',
  created_at timestamptz not null default now(),
  closed_at timestamptz
);
