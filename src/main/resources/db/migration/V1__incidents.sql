-- The same text runs on SQLite and on PostgreSQL. Instants are ISO-8601 text or milliseconds since
-- 1970; who counts (incidents, events, positions) is counted here, so that nothing depends on
-- sequences and their gaps.

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

create table delivery (
  key text not null primary key,
  answer text,
  at bigint not null
);
create index delivery_at on delivery (at);

create table outbox (
  incident integer not null references incident (number),
  position bigint not null,
  key text not null unique,
  type text not null,
  json text not null,
  state text not null,
  begun integer not null,
  attempts integer not null,
  not_before bigint,
  why text,
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

create table lesson (
  incident integer not null references incident (number),
  position bigint not null,
  resource text not null,
  bad_versions text not null,
  took text not null,
  primary key (incident, position)
);
create index lesson_resource on lesson (resource);

-- Written to see whether the database can be written.
create table write_check (
  id integer not null primary key,
  at bigint not null
);
insert into write_check (id, at) values (1, 0);
