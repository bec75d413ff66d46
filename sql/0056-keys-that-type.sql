-- One-time codes come from an app with a clock (RFC 6238), or from a key that types them when it is touched and counts them (RFC 4226).
-- A member has one of each at most.

-- Recovery codes stand in for whatever second factor there is, and go with the last.
alter table recovery_code drop constraint recovery_code_member_id_fkey;
alter table recovery_code add foreign key (member_id) references member on delete cascade;

alter table second_factor add column kind text not null default 'app' check (kind in ('app', 'key'));
alter table second_factor alter column kind drop default;
alter table second_factor add column digits smallint not null default 6 check (digits in (6, 8));
-- `last_step` is, of a key, the number of the last code that was taken. This is the number of one that was too far ahead to be taken: the
-- very next one after it shows that the key was touched in a pocket, and not that somebody guesses.
alter table second_factor add column ahead bigint;
alter table second_factor drop constraint second_factor_pkey;
alter table second_factor add primary key (member_id, kind);

alter table second_factor_offer add column kind text not null default 'app' check (kind in ('app', 'key'));
alter table second_factor_offer alter column kind drop default;
