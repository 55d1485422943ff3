-- When the job's first attempt began, in milliseconds since 1970: no run of it is older. Null: before
-- this was recorded.
alter table job add column begun_at bigint;
