-- Readers see the author of a reply as members saw it when they approved: whoever takes another name afterwards, or has another
-- handle, would write on our pages.
alter table reply add column author_name text;
alter table reply add column author_handle text;
update reply set author_name = actor.name, author_handle = actor.handle
from actor where actor.id = actor_id and state = 'approved';
alter table reply add check (state <> 'approved' or author_name is not null);
