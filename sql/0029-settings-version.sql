-- Grows with whatever is saved in the settings, so that a form which began from less is told.
alter table collective add column version integer not null default 1;
