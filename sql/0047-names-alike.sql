-- What a member's name looks like (text/skeleton.ts): two who could be taken for one another are not let in, not even when both
-- come at once. The program fills it in for members from before, at its first start; where two of them look alike already,
-- the later one is marked, and both stay.
alter table member add column skeleton text;
alter table member add column alike boolean not null default false;
create unique index on member (skeleton) where not alike;
