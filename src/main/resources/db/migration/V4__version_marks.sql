-- What verified rollbacks showed about versions. rollback_history.bad_versions has what earlier
-- releases marked, before it was verified; it is read, and no longer written.
create table version_mark (
  incident integer not null references incident (number),
  position bigint not null,
  at bigint not null,
  resource text not null,
  version text not null,
  verdict text not null,
  reason text not null,
  primary key (incident, position)
);
create index version_mark_resource on version_mark (resource);
