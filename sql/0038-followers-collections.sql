-- What an actor calls the collection of its followers: a post for them alone is addressed to it. '' where it names none; null where
-- the actor was last read before this column was.
alter table actor add column followers text;
