-- What people typed, pressed or submitted that was acknowledged before it could be decided. A row is
-- deleted as soon as it is decided and its answer sent. json holds the response URL, which lets
-- whoever has it answer that person for half an hour: it is never logged. seen: how many events the
-- incident that it is about had when it arrived. in_doubt: something of it may have been stored.
create table waiting_payload (
  key text not null primary key,
  person text not null,
  kind text not null,
  json text not null,
  received_at bigint not null,
  seen bigint,
  in_doubt integer not null
);
create index waiting_payload_person on waiting_payload (person, received_at);
