-- What a payload that waits was about when it arrived: later another incident may be the only one.
alter table waiting_payload add column incident bigint;
