-- What tied members to a post goes by the day that it went out: a withdrawal, which may come years later, is no reason to keep it longer.

alter table draft add column published_at timestamptz;
update draft
set published_at = least(updated_at, (select published from post where post.id = post_id and base is null))
where state in ('published', 'withdrawn');
alter table draft add check ((state in ('published', 'withdrawn')) = (published_at is not null));
create index on draft (published_at) where published_at is not null;

-- What was done by a command, on the machine: no member did it.
alter table audit drop constraint audit_role_check;
alter table audit add constraint audit_role_check check (role in ('writer', 'editor', 'admin', 'server'));
