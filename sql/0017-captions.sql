-- What stands below a picture for everybody; its description is for those who cannot see it.
alter table revision_picture add column caption text not null default '' check (length(caption) <= 500);

-- What stays in sight where others crop it, from -1 (left, bottom) to 1; null for the middle.
alter table revision_picture
  add column focus_x real check (focus_x between -1 and 1),
  add column focus_y real check (focus_y between -1 and 1),
  add check ((focus_x is null) = (focus_y is null));

-- The video elsewhere of which it is a still.
alter table revision_picture add column video text check (video ~ '^https://' and length(video) <= 2000);
