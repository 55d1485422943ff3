-- How far each measured trigger is: see TriggerProgress. Times are milliseconds since 1970, a reading
-- is one line of readings.
create table trigger_progress (
  runbook text not null,
  environment text not null,
  trigger_id text not null,
  deployment text,
  failed integer not null,
  passed integer not null,
  onset bigint,
  measured_at bigint,
  conclusive_at bigint,
  fired_at bigint,
  readings text not null,
  primary key (runbook, environment, trigger_id)
);

-- What fired, also what nobody was shown. key: the same for the same firing. outcome: empty until it
-- is done. suspect_…: the change that may have caused it, without anybody's name.
create table trigger_firing (
  key text not null primary key,
  runbook text not null,
  environment text not null,
  trigger_id text not null,
  service text not null,
  mode text not null,
  fired_at bigint not null,
  onset bigint,
  readings text not null,
  outcome text,
  suspect_service text,
  suspect_version text,
  suspect_at bigint,
  recovered_at bigint,
  judgement text
);
create index trigger_firing_trigger on trigger_firing (runbook, environment, trigger_id, fired_at);
create index trigger_firing_at on trigger_firing (fired_at);
