-- Whether this server has painted the picture. Of those before, it is known where they took the place of another; for the
-- rest, what members have said of them stands.
alter table picture add column painted boolean not null default false;
update picture set painted = true
where covered_id is not null
  or exists (select 1 from revision_picture where picture_id = picture.id and people = 'covered')
  or exists (select 1 from draft_picture where picture_id = picture.id and people = 'covered');

-- Faces may have been covered before a picture came here: who reviews it is told that nothing was painted here.
alter table revision_picture drop constraint revision_picture_people_check;
alter table revision_picture add constraint revision_picture_people_check
  check (people in ('none', 'agreed', 'covered', 'covered-before'));
alter table draft_picture drop constraint draft_picture_people_check;
alter table draft_picture add constraint draft_picture_people_check
  check (people in ('none', 'agreed', 'covered', 'covered-before'));
