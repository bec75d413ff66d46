-- Titles, names and descriptions are cleared of the characters that show a text in another order than it has (U+202A to U+202E) when
-- they are typed. So is what was typed before; where nothing would be left, a dash is.
create function in_plain_order(typed text) returns text language sql immutable as $$
  select translate(typed, E'\u202A\u202B\u202C\u202D\u202E', '')
$$;
create function named_in_plain_order(typed text) returns text language sql immutable as $$
  select coalesce(nullif(btrim(in_plain_order(typed)), ''), '–')
$$;

update revision set name = in_plain_order(name), summary = in_plain_order(summary)
where (name, summary) is distinct from (in_plain_order(name), in_plain_order(summary));
update revision_picture set description = in_plain_order(description), caption = in_plain_order(caption)
where (description, caption) is distinct from (in_plain_order(description), in_plain_order(caption));
update revision_callout set place_name = in_plain_order(place_name), place_address = in_plain_order(place_address)
where (place_name, place_address) is distinct from (in_plain_order(place_name), in_plain_order(place_address));
update page set name = named_in_plain_order(name) where name <> in_plain_order(name);
update ally set name = named_in_plain_order(name), description = in_plain_order(description)
where (name, description) is distinct from (in_plain_order(name), in_plain_order(description));
update collective set name = named_in_plain_order(name) where name <> in_plain_order(name);

drop function named_in_plain_order(text);
drop function in_plain_order(text);
