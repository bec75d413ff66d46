-- Where two persons have to agree: who wrote any of a draft approves it only after somebody else who may publish has changed
-- it last. A comma of a writer does not make it another's text.

create function is_own_text(draft text, revision integer, approver text) returns boolean language sql stable as $$
  select exists (
    select 1 from draft_revision
    where draft_id = draft and member_id = approver
  ) and not exists (
    select 1 from draft_revision
    join member on member.id = member_id
    where draft_id = draft and draft_revision.number = revision and member_id <> approver and role <> 'writer'
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
    and (new.approved_by is null or is_own_text(new.id, new.number, new.approved_by)) then
    raise exception 'Nobody approves their own text.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
