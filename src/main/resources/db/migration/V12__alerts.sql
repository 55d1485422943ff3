-- Alerts of other systems. Times are milliseconds since 1970; those of the sender are sent_at,
-- starts_at, the others are of the bot's machine.

-- One row that a transaction on alerts changes first, so that they come one after the other.
create table alert_turn (
  id integer not null primary key,
  turn bigint not null
);
insert into alert_turn (id, turn) values (1, 0);

-- Keys of deliveries, of senders that have such keys.
create table alert_delivery (
  source text not null,
  key text not null,
  at bigint not null,
  primary key (source, key)
);
create index alert_delivery_at on alert_delivery (at);

-- What is known of each alert after all deliveries about it. title is masked.
create table alert (
  source text not null,
  fingerprint text not null,
  status text not null,
  title text not null,
  starts_at bigint not null,
  sent_at bigint,
  until bigint,
  changed_at bigint not null,
  seen_at bigint not null,
  primary key (source, fingerprint)
);
create index alert_seen on alert (seen_at);
