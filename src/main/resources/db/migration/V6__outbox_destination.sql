-- Order is kept within a destination: a channel that can't be used delays only what goes there.
-- Rows of earlier releases have one destination of their own, the empty text.
alter table outbox add column destination text not null default '';
-- When the row was stored, in milliseconds since 1970; 0: by an earlier release.
alter table outbox add column at bigint not null default 0;

-- The ids of Slack's channels by the names that settings and runbooks use. id null: when it was
-- looked for, no channel had that name.
create table channel_name (
  name text not null primary key,
  id text,
  at bigint not null
);
