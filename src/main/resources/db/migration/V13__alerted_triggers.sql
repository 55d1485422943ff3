-- What alerts of other systems mean to runbooks. Times are milliseconds since 1970, of the bot's machine.
-- Labels are compared when an alert arrives, and not stored.

-- Which triggers an alert means, as of its last delivery.
create table alert_match (
  source text not null,
  fingerprint text not null,
  runbook text not null,
  environment text not null,
  trigger_id text not null,
  service text not null,
  primary key (source, fingerprint, runbook, environment, trigger_id)
);
create index alert_match_trigger on alert_match (runbook, environment, trigger_id);

-- What alerts have come to for each trigger: see AlertedTrigger. fired_at: when an alert that means it
-- began to fire last.
create table alerted_trigger (
  runbook text not null,
  environment text not null,
  trigger_id text not null,
  fired_at bigint not null,
  begun_at bigint,
  begin_told integer not null,
  firing integer not null,
  changed_at bigint not null,
  firing_told integer not null,
  ends integer not null,
  recovered_at bigint,
  primary key (runbook, environment, trigger_id)
);

-- Whose alert told a firing; empty: the bot measured it itself.
alter table trigger_firing add column alerted_by text;
