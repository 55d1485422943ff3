package dev.rollbackbot.alert.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.alert.source.alertmanager.AlertmanagerSource;
import dev.rollbackbot.alert.source.grafana.GrafanaSource;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.NothingScheduled;
import dev.rollbackbot.app.alert.AlertFollowUp;
import dev.rollbackbot.app.proposal.Proposals;
import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.IncidentProposals;
import dev.rollbackbot.app.trigger.OneRunbook;
import dev.rollbackbot.app.trigger.PlayedLive;
import dev.rollbackbot.app.trigger.RecordedFirings;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.app.trigger.TriggerRound;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The bot from its HTTP server to what it proposes, without Slack and at a time of its own. A
 * version was deployed five minutes before noon.
 */
final class AlertedBot implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final List<String> withoutSuspect = new ArrayList<>();
  private static final String TOKEN = "the-one-of-alertmanager";

  private final String url;
  private final Runbook runbook;
  private final PlayedLive live = new PlayedLive();
  private Database database;
  private AlertDoor door;
  private AlertFollowUp followUp;
  private TriggerRound round;
  private IncidentService incidents;

  Instant now = NOON;
  Verdict measured = Verdict.FAILED;
  int measurements;

  /** {@code mode}: of both triggers, of which the bot measures the one that is called ill. */
  AlertedBot(String url, String mode) {
    this(url, mode, text -> text);
  }

  /** {@code edit}: of the runbook's text. */
  AlertedBot(String url, String mode, UnaryOperator<String> edit) {
    this.url = url;
    this.runbook = runbook(mode, edit);
    live.deploys("web", "v42", NOON.minusSeconds(300));
    start();
  }

  private static Runbook runbook(String mode, UnaryOperator<String> edit) {
    try {
      String text = Files.readString(Path.of("src/test/resources/runbooks/small.yaml"));
      String triggers =
          """
            automatic:
              ill:
                text: It is ill
                mode: %s
                measure: {service: web, path: /health, status: 200}
                recovers_after: 3
                after_deployment: 1m
                alerts:
                  - {source: alertmanager, match: {alertname: Ill}, service: web, environment: live}
              refused:
                text: Payments are refused
                mode: %s
                alerts:
                  - source: alertmanager
                    match: {alertname: Refused, severity: page}
                    service: web
                    environment: live
                  - {source: grafana, match: {service: web}, service: web, environment: live}
          """
              .formatted(mode, mode);
      return new RunbookReader(Map.of())
          .read("small.yaml", edit.apply(text.replace("triggers:\n", "triggers:\n" + triggers)))
          .runbook()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids of triggers that fired while nothing could be suspected. */
  List<String> withoutSuspect() {
    return List.copyOf(withoutSuspect);
  }

  private void start() {
    database = Database.open(url, Incidents::evolve, _ -> runbook);
    incidents = new IncidentService(database.incidents(), new NothingScheduled(), () -> now);
    TriggerRecords records = database.triggerRecords();
    OneRunbook runbooks = new OneRunbook(runbook);
    RecordedFirings firings =
        new RecordedFirings(
            runbooks,
            live,
            records,
            new IncidentProposals(
                new Proposals(incidents, () -> now),
                records,
                (_, _, suspicion) -> withoutSuspect.add(suspicion.trigger())));
    round =
        new TriggerRound(
            runbooks, live, this::measure, records, database.alertedTriggers(), firings, () -> now);
    followUp =
        new AlertFollowUp(
            database.incidents(),
            database.alerts(),
            database.alertedTriggers(),
            firings,
            round::run,
            () -> now);
    door =
        new AlertDoor(
            database,
            Map.of(
                "alertmanager",
                new AlertmanagerSource(new Secret.Fixed(TOKEN), 24),
                "grafana",
                new GrafanaSource(
                    Optional.of(new Secret.Fixed(TOKEN)), Optional.empty(), 24, () -> now)),
            List.of(runbook),
            () -> now);
  }

  /** A version that went live five minutes ago. */
  void deploys(String version) {
    live.deploys("web", version, now.minusSeconds(300));
  }

  private List<ProbeResult> measure(List<ProbeTarget> targets) {
    measurements += targets.size();
    return targets.stream()
        .map(
            t -> ProbeResult.withoutReading(t.probe().id(), measured, "500 in 3 ms", Duration.ZERO))
        .toList();
  }

  /** Everything that was stored is there still, and nothing else. */
  void restarts() {
    door.close();
    start();
  }

  /** Alertmanager says that. */
  void says(String status, String name, Instant startsAt, String more) {
    posts("alertmanager", message(alert(status, name, startsAt, more)));
  }

  /** The same, and what follows is done. */
  void alerts(String status, String name) {
    says(status, name, NOON.minusSeconds(60), "");
    followUp.run();
  }

  static String alert(String status, String name, Instant startsAt, String more) {
    return """
    {"status":"%s","labels":{"alertname":"%s","severity":"page"%s},
     "annotations":{"summary":"4 of 100 requests fail"},"startsAt":"%s"}\
    """
        .formatted(status, name, more, startsAt);
  }

  static String message(String alerts) {
    return "{\"version\":\"4\",\"alerts\":[" + alerts + "]}";
  }

  void posts(String source, String body) {
    posts(source, body.getBytes(StandardCharsets.UTF_8));
  }

  void posts(String source, byte[] body) {
    assertThat(door.posts(source, body, "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(204);
  }

  int counted(String source, String result) {
    return door.counted(source, result);
  }

  /** What follows from what is stored. */
  Instant followsUp() {
    return followUp.run();
  }

  /** Lets that time pass, in which everything is done that is due. */
  void passes(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusSeconds(10);
      followUp.run();
      round.run();
    }
  }

  List<FiringRecord> firings() {
    return database.triggerRecords().firings(NOON.minusSeconds(86_400), 100);
  }

  Optional<IncidentId> open() {
    return incidents.open("small", "live");
  }

  /** Whether anything is stored of that alert, or of what it means. */
  boolean knows(String name) {
    String fingerprint = "{alertname=%s, severity=page}".formatted(name);
    return door.stored("alertmanager", fingerprint).isPresent()
        || !database.alertedTriggers().all().isEmpty();
  }

  /** How many proposals there ever were. */
  int proposals() {
    int number = 0;
    while (!events(number + 1).isEmpty()) {
      number++;
    }
    return number;
  }

  Incident proposal(int number) {
    return database
        .incidents()
        .load(new IncidentId(number))
        .flatMap(v -> v.incident())
        .orElseThrow();
  }

  List<Event> events(int number) {
    return database.incidents().events(new IncidentId(number));
  }

  String card(int number) {
    return PostTemplates.card(proposal(number)).plainText();
  }

  void does(int number, BiFunction<Instant, Actor, Command> command) {
    assertThat(
            incidents.handle(
                "click " + now,
                new IncidentId(number),
                command.apply(now, new Actor("U1", Set.of(Role.RESPONDER)))))
        .isInstanceOf(IncidentCommands.Committed.class);
  }

  @Override
  public void close() {
    door.close();
  }
}
