-- The incident that may change a resource of a provider at the moment: from before its job asks for
-- the change until the outcome is known. The primary key allows one.
create table resource_lock (
  resource text not null primary key,
  incident integer not null references incident (number),
  job text not null references job (id),
  lead text not null,
  since text not null
);
create index resource_lock_incident on resource_lock (incident);
