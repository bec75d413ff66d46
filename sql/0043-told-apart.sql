-- An activity is told from its host. Since when a delivery has met nothing but answers that may be meant for it alone: where the host
-- has taken another since, they are.
alter table delivery add failing_since timestamptz;

-- Whether a host that was in trouble at least took the request: then it may be this one that it does not want, and others knock in turn.
alter table host add doubtful boolean not null default false;
