-- Pleroma, Akkoma and others send an EmojiReact beside a Like, and take back the one without the other. Both are likes here.
alter table reaction drop constraint reaction_type_check;
alter table reaction add constraint reaction_type_check check (type in ('Like', 'Announce', 'EmojiReact'));
