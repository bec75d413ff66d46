-- What the collective tells crawlers, in the words of robots.txt; empty: what we tell them by ourselves.
alter table collective add column robots text not null default '' check (length(robots) <= 10000);

-- Who hears of a hole in the server first, for security.txt (RFC 9116); empty: nobody is named.
alter table collective add column security_contact text not null default ''
  check (security_contact = '' or security_contact ~ '^(https|mailto|tel):\S+$' and length(security_contact) <= 400);
