-- What members said of the people in a picture before it was published; null in posts from before they were asked.
alter table revision_picture add column people text check (people in ('none', 'agreed', 'covered'));
