-- The same statements run on SQLite and on PostgreSQL. Instants are ISO-8601 text or milliseconds
-- since 1970. Incident numbers, event sequences and positions are assigned by the statements that
-- insert them, because database sequences leave gaps.

create table incident (
  number integer not null primary key,
  runbook text not null,
  environment text not null,
  version bigint not null,
  state text not null,
  ended integer not null,
  channel text,
  declared_at text not null
);

-- One open incident per runbook and environment.
create unique index incident_open on incident (runbook, environment) where ended = 0;
create index incident_channel on incident (channel);

create table incident_event (
  incident integer not null references incident (number),
  sequence bigint not null,
  type text not null,
  json text not null,
  actor text not null,
  at text not null,
  primary key (incident, sequence)
);

create table runbook_text (
  hash text not null primary key,
  text text not null
);

-- Keys of the payloads that were handled, and the result that a second delivery gets.
create table delivery (
  key text not null primary key,
  result text,
  at bigint not null
);
create index delivery_at on delivery (at);

-- Effects for Slack. in_doubt: an attempt was begun and its result is unknown.
create table outbox (
  incident integer not null references incident (number),
  position bigint not null,
  key text not null unique,
  type text not null,
  json text not null,
  state text not null,
  in_doubt integer not null,
  attempts integer not null,
  not_before bigint,
  reason text,
  primary key (incident, position)
);
create index outbox_waiting on outbox (incident, position) where state = 'WAITING';

create table job (
  id text not null primary key,
  incident integer not null references incident (number),
  type text not null,
  json text not null,
  state text not null,
  attempt integer not null
);
create index job_unfinished on job (id) where state <> 'FINISHED';

create table message_ref (
  incident integer not null references incident (number),
  slot text not null,
  channel text not null,
  ts text not null,
  primary key (incident, slot)
);

create table artifact (
  job text not null primary key,
  text text not null
);

-- What earlier rollbacks showed about a provider's resource.
create table rollback_history (
  incident integer not null references incident (number),
  position bigint not null,
  resource text not null,
  bad_versions text not null,
  took text not null,
  primary key (incident, position)
);
create index rollback_history_resource on rollback_history (resource);

-- Updated by the health check to find out whether the database can be written.
create table write_check (
  id integer not null primary key,
  at bigint not null
);
insert into write_check (id, at) values (1, 0);
