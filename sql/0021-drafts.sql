-- What members write before anybody else sees it. Nothing that serves readers or other servers looks into these tables;
-- texts, descriptions and remarks lie in them as JWE under the secret key file.
create table draft (
  id text primary key,
  state text not null default 'draft'
    check (state in ('draft', 'in-review', 'approved', 'scheduled', 'published', 'withdrawn')),
  -- The post that this is to change, or that it has become.
  post_id text references post on delete cascade,
  -- The revision of that post which a change of it began from; null for what is to be a new post.
  base integer,
  -- The present revision of the text.
  number integer not null default 1,
  -- Grows with whatever happens to the draft, so that a form which began from less is told.
  version integer not null default 1,
  -- Drafts that say the same in different languages share it.
  translation_group text,
  approved_by text references member on delete set null,
  scheduled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((state = 'scheduled') = (scheduled_at is not null)),
  check (state not in ('published', 'withdrawn') or post_id is not null),
  check (base is null or post_id is not null)
);
create index on draft (state, updated_at desc, id);
create index on draft (scheduled_at) where state = 'scheduled';
create index on draft (post_id) where post_id is not null;
create index on draft (translation_group) where translation_group is not null;

create table draft_revision (
  draft_id text not null references draft on delete cascade,
  number integer not null,
  -- As typed: it need not be fit to be published.
  text_jwe text not null,
  member_id text references member on delete set null,
  -- Saved by itself while it was typed: what its member saves next takes its place.
  autosaved boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (draft_id, number)
);
create index on draft_revision (member_id);
alter table draft add foreign key (id, number) references draft_revision (draft_id, number)
  deferrable initially deferred;

create table draft_picture (
  draft_id text not null,
  number integer not null,
  position integer not null,
  picture_id text not null references picture,
  people text check (people in ('none', 'agreed', 'covered')),
  primary key (draft_id, number, position),
  foreign key (draft_id, number) references draft_revision on delete cascade
);
create index on draft_picture (picture_id);

-- What was done with a draft, and what members said of it.
create table draft_note (
  id bigint generated always as identity primary key,
  draft_id text not null references draft on delete cascade,
  act text not null check (act in ('comment', 'review', 'return', 'approve', 'schedule', 'unschedule', 'restore', 'failed')),
  -- The revision it speaks of.
  number integer not null,
  text_jwe text,
  member_id text references member on delete set null,
  created_at timestamptz not null default now()
);
create index on draft_note (draft_id, id);

-- Who has the text open, so that two who write at once know of each other.
create table draft_editor (
  draft_id text not null references draft on delete cascade,
  member_id text not null references member on delete cascade,
  seen_at timestamptz not null default now(),
  primary key (draft_id, member_id)
);

-- The ways from state to state. Whoever changes an approved text takes its approval away.
create function check_draft_state() returns trigger language plpgsql as $$
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
    and (new.approved_by is null or new.approved_by = (
      select member_id from draft_revision where draft_id = new.id and draft_revision.number = new.number)) then
    raise exception 'Nobody approves their own text.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger state_checked before update on draft for each row execute function check_draft_state();

create function begin_as_draft() returns trigger language plpgsql as $$
begin
  if new.state <> 'draft' then
    raise exception 'A draft does not begin as %.', new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger begun before insert on draft for each row execute function begin_as_draft();

create function withdraw_draft() returns trigger language plpgsql as $$
begin
  update draft set state = 'withdrawn', updated_at = now() where post_id = new.id and state = 'published';
  return null;
end $$;

create trigger withdrawn after update of withdrawn_at on post for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null)
  execute function withdraw_draft();

-- Which state of things a post tells, counted among its translations: one that is edited leaves them behind.
alter table post_language add as_of integer not null default 0;
