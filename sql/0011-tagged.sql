-- The posts of a tag by date, without a look at every post that has it.
alter table post_tag add published timestamptz;
update post_tag set published = post.published from post where post.id = post_id;
alter table post_tag alter published set not null;
drop index post_tag_slug_idx;
create index post_tag_newest on post_tag (slug, published desc, post_id desc);
