-- A drill is no incident: one may be declared while people rehearse in the same environment.
alter table incident add column drill integer not null default 0;
drop index incident_open;
create unique index incident_open on incident (runbook, environment, drill) where ended = 0;
create index incident_drill on incident (runbook, number) where drill = 1;
