-- Whether a rollback would have worked: see ReadinessReport. checked_at: milliseconds since 1970.
-- nightly: 1 for the one that the next night's is compared with. facts: a JSON array of ReadinessFact.
create table readiness (
  runbook text not null,
  environment text not null,
  checked_at bigint not null,
  nightly integer not null,
  facts text not null,
  primary key (runbook, environment, checked_at)
);
create index readiness_at on readiness (checked_at);
