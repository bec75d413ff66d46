-- The language of the current revision of each post that stands, and the group of posts that say the same in other
-- languages. A group is not called after its first post, which may leave it.
create table post_language (
  post_id text primary key references post on delete cascade,
  language text not null,
  published timestamptz not null,
  translation_group text,
  unique (translation_group, language)
);
create index on post_language (language, published desc, post_id desc);

insert into post_language (post_id, language, published)
select post.id, language, published
from post
join revision on post_id = post.id and number = post.revision
where withdrawn_at is null;
