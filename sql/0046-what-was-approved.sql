-- What was approved stays as it is until the draft has fallen back to review: whoever changes what it holds goes by
-- store/draft-changes.ts, and the rest is refused here.

-- Each draft is in a group from the beginning: whoever begins a translation changes nothing of the original.
update draft set translation_group = replace(gen_random_uuid()::text, '-', '') where translation_group is null;
alter table draft alter column translation_group set not null;

-- A picture was covered, which took an approval or a time away.
alter table draft_note drop constraint draft_note_act_check;
alter table draft_note add constraint draft_note_act_check check (act in ('comment', 'review', 'return', 'approve', 'schedule',
  'unschedule', 'restore', 'failed', 'changeApproved', 'changeScheduled', 'coverApproved', 'coverScheduled'));

create function keep_what_was_approved() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and exists (
    select 1 from draft where id = old.draft_id and number = old.number and state in ('approved', 'scheduled')
  ) or tg_op <> 'DELETE' and exists (
    select 1 from draft where id = new.draft_id and number = new.number and state in ('approved', 'scheduled')
  ) then
    raise exception 'What was approved is changed only after it has gone back to review.' using errcode = 'check_violation';
  end if;
  return null;
end $$;

create trigger approved_kept after insert or delete or update of draft_id, number, text_jwe on draft_revision
  for each row execute function keep_what_was_approved();
create trigger approved_kept after insert or delete or update on draft_picture
  for each row execute function keep_what_was_approved();

create function keep_where_it_belongs() returns trigger language plpgsql as $$
begin
  if new.translation_group <> old.translation_group then
    raise exception 'A draft stays in its group.' using errcode = 'check_violation';
  end if;
  if new.base is distinct from old.base
    and old.state in ('approved', 'scheduled') and new.state in ('approved', 'scheduled', 'published') then
    raise exception 'What was approved is not what it says now.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger kept_where_it_belongs before update on draft for each row execute function keep_where_it_belongs();
