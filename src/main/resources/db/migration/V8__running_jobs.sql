-- What a provider runs for a job: its id there, recorded before the provider is asked about it, and
-- when it was started, in milliseconds since 1970. stop_requested: a person has asked to stop it.
alter table job add column run_id text;
alter table job add column run_since bigint;
alter table job add column stop_requested integer not null default 0;
