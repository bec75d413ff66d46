-- Browsers that members asked to be remembered in: there they can sign in while others guess at their name. It opens nothing.
create table browser (
  token_hash bytea primary key,
  member_id text not null references member on delete cascade,
  created_at timestamptz not null default now()
);

create index on browser (member_id);
