-- Pictures from before they were resampled lie in the pixels of their camera still; those recorded from now on do not.
alter table picture add column resampled boolean not null default false;
alter table picture alter column resampled set default true;
