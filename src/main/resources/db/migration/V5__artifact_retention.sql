-- Captured logs are deleted after a time, here and in Slack. at: milliseconds since 1970, empty for
-- those of earlier releases until they are first looked at. file: Slack's id of the upload.
alter table artifact add column at bigint;
alter table artifact add column file text;
create index artifact_at on artifact (at);
