package dev.rollbackbot.paper;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runbook's checklist as one page of HTML for A4 and Letter, which needs nothing else: no
 * script, no file, no network.
 */
public final class PaperChecklist {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

  private final Runbook runbook;
  private final Environment environment;
  private final Optional<Incident> incident;
  private final Optional<Plan> plan;
  private final HtmlText page = new HtmlText();

  private PaperChecklist(Runbook runbook, Environment environment, Optional<Incident> incident) {
    this.runbook = runbook;
    this.environment = environment;
    this.incident = incident;
    this.plan = incident.flatMap(Incident::plan);
  }

  /** To be filled in by hand. */
  public static String empty(Runbook runbook, Environment environment, Instant printed) {
    return new PaperChecklist(runbook, environment, Optional.empty())
        .whole(Optional.empty(), printed);
  }

  /**
   * With what is known of an incident.
   *
   * @param link to its channel; empty: not known
   */
  public static String of(Incident incident, Optional<String> link, Instant printed) {
    IncidentDetails details = incident.details();
    return new PaperChecklist(details.runbook(), details.environment(), Optional.of(incident))
        .whole(link, printed);
  }

  private String whole(Optional<String> link, Instant printed) {
    page.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .element("title", title())
        .markup("<style>")
        .markup(PaperStyle.CSS)
        .markup("</style></head><body>");
    head(link);
    before();
    methods();
    after();
    database();
    communication();
    signOff();
    contacts();
    page.element(
            "footer",
            "%s %s of %s. Printed %s%s."
                .formatted(
                    runbook.name(),
                    runbook.version(),
                    runbook.updated(),
                    time(printed),
                    incident.isPresent() ? "; what was done later is in the channel" : ""))
        .markup("</body></html>");
    return page.toString();
  }

  private String title() {
    String what = runbook.name() + ": rollback checklist";
    return incident.map(i -> i.details().label() + " · " + what).orElse(what);
  }

  private void head(Optional<String> link) {
    page.markup("<header><div>").element("h1", title());
    if (incident.isPresent()) {
      IncidentDetails details = incident.get().details();
      page.element(
          "p.facts",
          "Environment %s · severity %s · declared %s"
              .formatted(
                  environment.id(), details.declaration().severity(), time(details.declaredAt())));
      page.element("p", details.declaration().description());
    } else {
      page.element("p.facts", "Environment " + environment.id());
      page.line("Incident").line("What was seen, and since when");
    }
    page.line("Incident lead").markup("</div>");
    link.ifPresent(address ->
        page.markup("<div class=\"code\">")
            .markup(QrSquare.svg(address))
            .element("span", address)
            .markup("</div>"));
    page.markup("</header>");
  }

  private void before() {
    page.element("h2", "Before the rollback");
    Map<String, ItemStatus> known =
        incident.map(i -> i.details().checklist().entries()).orElse(List.of()).stream()
            .collect(Collectors.toMap(e -> e.item().id(), Checklist.TrackedItem::status));
    for (ChecklistItem item : runbook.checklist()) {
      ItemStatus status = known.getOrDefault(item.id(), new ItemStatus.Open());
      page.box(status instanceof ItemStatus.Done, item.title(), note(status));
      if (!status.doneOrSkipped()) {
        item.instructions().ifPresent(page::instructions);
      }
    }
  }

  private static String note(ItemStatus status) {
    return switch (status) {
      case ItemStatus.Done done -> "done " + time(done.at());
      case ItemStatus.Skipped skipped ->
          "skipped %s: %s".formatted(time(skipped.at()), skipped.reason());
      case ItemStatus.TaskFailed failed -> "failed: " + failed.text();
      case ItemStatus.Deferred _ -> "may be done afterwards";
      case ItemStatus.Open _, ItemStatus.TaskRunning _ -> "";
    };
  }

  /** The incident's first; the others are what is left when it does not help. */
  private void methods() {
    Optional<Method> chosen = incident.map(i -> i.details().method());
    PaperSteps steps = new PaperSteps(runbook, environment, page);
    incident.ifPresent(this::unsettled);
    chosen.ifPresent(
        method -> steps.add("Rollback: ", method, plan, incident.flatMap(Incident::rollback)));
    runbook.methods().stream()
        .filter(method -> !chosen.equals(Optional.of(method)))
        .filter(method -> method.steps().stream().anyMatch(PaperChecklist::isForPeople))
        .forEach(method ->
            steps.add(
                chosen.isPresent() ? "If that does not help: " : "Rollback: ",
                method,
                Optional.empty(),
                Optional.empty()));
  }

  /** What earlier plans began may act still, and is no step of this one. */
  private void unsettled(Incident of) {
    of.details().unsettled().stream()
        .filter(attempt -> of.rollback().filter(r -> attempt.isOf(r, attempt.step())).isEmpty())
        .map(UnsettledAttempt::title)
        .distinct()
        .forEach(title ->
            page.element(
                "p.facts",
                "OUTCOME UNKNOWN when this was printed: “%s” of an earlier plan. Look first what is live"
                    .formatted(title)));
  }

  /** What only the bot can do is no use on paper. */
  private static boolean isForPeople(Step step) {
    return switch (step) {
      case Step.RollBackService _, Step.Manual _ -> true;
      case Step.JobStep run -> !run.byHand().isEmpty();
    };
  }

  private void after() {
    page.element("h2", "After the rollback");
    page.box(
        false,
        "Wait %d s for it to spread".formatted(runbook.propagation(environment).toSeconds()),
        "");
    runbook
        .probes(environment)
        .forEach(probe -> page.box(false, probe.title(), measurement(probe)));
    for (HumanCheck check : runbook.verification().checks()) {
      page.box(false, check.title(), "");
      check.instructions().ifPresent(page::instructions);
    }
  }

  private String measurement(Probe probe) {
    return switch (probe.measurement()) {
      case HttpGet get ->
          "GET %s%s answers %s"
              .formatted(
                  runbook.address(environment, probe.service()).orElse(""),
                  get.path(),
                  get.statuses().stream().map(String::valueOf).collect(Collectors.joining(" or ")));
      case MetricQuery query -> "by " + query.source();
    };
  }

  private void database() {
    runbook
        .database()
        .ifPresent(procedure -> {
          page.element("h2", "Database, if it is needed");
          page.element("p", procedure.when());
          page.box(false, procedure.check().title(), "");
          for (Instructions step : procedure.steps()) {
            page.element("h4", step.title()).instructions(step.text());
          }
        });
  }

  private void communication() {
    page.element("h2", "Communication");
    page.box(false, "Update the incident's channel", "");
    page.box(false, "Notify stakeholders", String.join(", ", environment.stakeholders()));
    page.box(
        false,
        "Schedule the post-mortem",
        "within %d days".formatted(runbook.signOff().postMortemWithinDays()));
  }

  private void signOff() {
    page.element("h2", "Sign-off").markup("<div class=\"signs\">");
    Stream.of(runbook.signOff().rolledBack(), runbook.signOff().verified())
        .forEach(label -> page.line(label).line("Date and time"));
    page.markup("</div>")
        .element("p.how", "Whoever asked for the rollback doesn't sign that it was verified.");
  }

  private void contacts() {
    page.element("h2", "Contacts").markup("<table>");
    for (Contact contact : runbook.contacts()) {
      page.markup("<tr>")
          .element("td", contact.role())
          .element("td", contact.reach() + (contact.placeholder() ? " (placeholder)" : ""))
          .markup("</tr>");
    }
    page.markup("</table>");
  }

  private static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }
}
