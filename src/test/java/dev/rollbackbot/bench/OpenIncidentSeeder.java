package dev.rollbackbot.bench;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.yaml.RunbookReader;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fills a database with open incidents in the middle of a rollback, by the real decisions. */
final class OpenIncidentSeeder {
  private static final Set<Role> BOTH = Set.of(Role.RESPONDER, Role.APPROVER);
  private static final Actor REQUESTER = new Actor("U0ASKS0001", BOTH);
  private static final Actor APPROVER = new Actor("U0APPROVES", BOTH);
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final RunbookReader READER = new RunbookReader(Map.of());
  private static final Runbook RUNBOOK = runbook();
  private static final int BATCH = 200;

  private OpenIncidentSeeder() {}

  private static Runbook runbook() {
    try {
      String text = Files.readString(Path.of("src/main/resources/runbooks/factory.yaml"));
      return READER.read("factory.yaml", text, RunbookDirectory.bundled()).runbook().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds open incidents, numbered from 1, each with its first step running.
   *
   * @param events the least total; reached by repeated pauses and resumes
   */
  static void fill(String url, int incidents, long events) {
    try (Database database = Database.open(url, Incidents::evolve, READER::reread)) {
      for (int from = 1; from <= incidents; from += BATCH) {
        int first = from;
        int last = Math.min(incidents, from + BATCH - 1);
        database
            .incidents()
            .inTransaction(unitOfWork -> {
              for (int i = first; i <= last; i++) {
                add(unitOfWork, i);
              }
              return 0;
            });
        for (int i = first; i <= last; i++) {
          MessageRef panel = new MessageRef(SignedClicks.channel(i), "1764000000.000100");
          database.messageRefs().save(new IncidentId(i), "panel", panel);
        }
      }
    }
    pad(url, incidents, events);
  }

  private static void add(IncidentStore.UnitOfWork unitOfWork, int number) {
    IncidentId id = unitOfWork.allocate("factory-" + number, "sandbox", START).orElseThrow();
    List<Event> all = new ArrayList<>();
    Incident incident = rollingBack(id, all);
    unitOfWork.saveRunbook(RUNBOOK);
    unitOfWork.append(id, 0, all, incident);
  }

  /** The events up to the first step, with one pause and one resume. */
  private static Incident rollingBack(IncidentId id, List<Event> all) {
    Instant at = START;
    Incident incident =
        then(Optional.empty(), new Command.Declare(at, REQUESTER, id, RUNBOOK, declaration()), all);
    Channel channel = new Channel(SignedClicks.channel(id.number()), "inc-" + id.number(), true);
    incident = then(Optional.of(incident), new Command.ChannelOpened(at, Actor.BOT, channel), all);
    for (Effect.LiveMessage message : Effect.LiveMessage.values()) {
      incident =
          then(Optional.of(incident), new Command.LiveMessagePosted(at, Actor.BOT, message), all);
    }
    incident =
        then(
            Optional.of(incident),
            new Command.JobFinished(
                at, Actor.BOT, id.label() + "/1", surveyed(), RollbackHistory.NONE),
            all);
    incident =
        then(
            Optional.of(incident),
            new Command.ConfirmItem(at, REQUESTER, "screenshot-analytics", ""),
            all);
    incident =
        then(
            Optional.of(incident),
            new Command.SkipItem(at, REQUESTER, "export-logs", "not needed for this"),
            all);
    String hash = ((State.AwaitingApproval) incident.state()).plan().hash();
    incident = then(Optional.of(incident), new Command.Approve(at, APPROVER, hash), all);
    incident = then(Optional.of(incident), new Command.Pause(at, REQUESTER), all);
    return then(Optional.of(incident), new Command.Resume(at, REQUESTER), all);
  }

  private static Incident then(Optional<Incident> before, Command command, List<Event> all) {
    return switch (Incidents.decide(before, command)) {
      case Decision.Accepted accepted -> {
        all.addAll(accepted.events());
        yield accepted.changes().getLast().after();
      }
      case Decision.Rejected rejected -> throw new IllegalStateException(command + ": " + rejected);
    };
  }

  private static Declaration declaration() {
    return new Declaration(
        "sandbox",
        Declaration.OTHER,
        "Factory pages answer 500",
        true,
        Severity.HIGH,
        START,
        REQUESTER.id(),
        RUNBOOK.methods().getFirst().id(),
        Optional.empty(),
        Optional.empty());
  }

  private static Outcome surveyed() {
    Environment environment =
        RUNBOOK.environments().stream()
            .filter(x -> x.id().equals("sandbox"))
            .findFirst()
            .orElseThrow();
    List<ServiceDeployments> all = new ArrayList<>();
    for (Service service : RUNBOOK.services()) {
      if (environment.bindings().containsKey(service.id())) {
        all.add(
            new ServiceDeployments(
                RUNBOOK.serviceIn(environment, service.id()),
                deployed("42", START.minus(Duration.ofHours(1))),
                List.of(deployed("41", START.minus(Duration.ofDays(30)))),
                List.of()));
      }
    }
    return new Outcome.Succeeded(new Outcome.Surveyed(all), Duration.ofSeconds(1));
  }

  private static Deployment deployed(String label, Instant at) {
    Version version =
        new Version(
            "version-" + label,
            label,
            Optional.empty(),
            Optional.of(at),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Deployment(
        "deployment-" + label,
        Optional.of(at),
        Optional.empty(),
        List.of(new Deployment.TrafficShare(version, 100)));
  }

  /** Repeats the last two events of each incident, in SQL, which is fast. */
  private static void pad(String url, int incidents, long events) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      int each;
      try (var version = statement.executeQuery("select version from incident where number = 1")) {
        version.next();
        each = version.getInt(1);
      }
      long pairs = Math.max(0, (events / incidents - each + 1) / 2);
      if (pairs > 0) {
        statement.executeUpdate(
            "with recursive n(k) as (select 1 union all select k + 1 from n where k < "
                + pairs
                + ") insert into incident_event (incident, sequence, type, json, actor, at)"
                + " select e.incident, e.sequence + 2 * n.k, e.type, e.json, e.actor, e.at"
                + " from incident_event e, n where e.sequence > "
                + (each - 2)
                + " and e.sequence <= "
                + each
                + " order by e.incident, n.k, e.sequence");
        statement.executeUpdate("update incident set version = version + " + 2 * pairs);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
