-- Whether a rollback has begun without an approval is asked with every plan.
create index incident_event_automatic on incident_event (incident)
  where type = 'AutomaticRollbackStarted';
