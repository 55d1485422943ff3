package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.release.ReleaseRule;
import dev.rollbackbot.runbook.template.Templates;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The written procedure. Instances come from {@code yaml} and are complete and consistent: every
 * referenced id exists, every environment binds every service.
 *
 * @param id as typed in {@code /rollback factory}
 * @param name in full, such as Factory Feature
 * @param shortName fits a modal's title: 14 characters at most
 * @param version of the procedure
 * @param updated when it was last changed
 * @param link empty: it can be read only in the bot
 * @param impact on users, for the INCIDENT post
 * @param eta duration of a rollback in words, such as 10-15 minutes
 * @param duration the longest that a rollback is expected to take
 * @param reminders how long people may take
 * @param visibility of its incidents; a public one may be declared as private
 * @param releases by what versions of its services belong together; empty: that is not known
 */
public record Runbook(
    String id,
    String name,
    String shortName,
    String version,
    LocalDate updated,
    Optional<String> link,
    String impact,
    String eta,
    Duration duration,
    List<Trigger> triggers,
    List<DecisionRule> guidance,
    List<Service> services,
    List<ChecklistItem> checklist,
    List<Method> methods,
    Verification verification,
    Optional<DatabaseProcedure> database,
    Templates templates,
    SignOff signOff,
    List<Environment> environments,
    List<Contact> contacts,
    Drill drill,
    List<Document> documents,
    Reminders reminders,
    Visibility visibility,
    Optional<ReleaseRule> releases,
    SourceText sourceText) {

  public Runbook {
    triggers = List.copyOf(triggers);
    guidance = List.copyOf(guidance);
    services = List.copyOf(services);
    checklist = List.copyOf(checklist);
    methods = List.copyOf(methods);
    environments = List.copyOf(environments);
    contacts = List.copyOf(contacts);
    documents = List.copyOf(documents);
  }

  /** The same runbook with that environment first, if it has it. */
  public Runbook withEnvironmentFirst(String environmentId) {
    List<Environment> reordered = new ArrayList<>(environments);
    reordered.sort(Comparator.comparing(e -> !e.id().equals(environmentId)));
    return new Runbook(
        id,
        name,
        shortName,
        version,
        updated,
        link,
        impact,
        eta,
        duration,
        triggers,
        guidance,
        services,
        checklist,
        methods,
        verification,
        database,
        templates,
        signOff,
        reordered,
        contacts,
        drill,
        documents,
        reminders,
        visibility,
        releases,
        sourceText);
  }

  /** The reader guarantees that there is one. */
  public DecisionRule decisionRule(boolean affectingUsers, Severity severity) {
    return guidance.stream()
        .filter(g -> g.covers(affectingUsers, severity))
        .findFirst()
        .orElseThrow();
  }

  public Optional<Environment> environment(String environmentId) {
    return environments.stream().filter(e -> e.id().equals(environmentId)).findFirst();
  }

  public Optional<Method> method(String methodId) {
    return methods.stream().filter(m -> m.id().equals(methodId)).findFirst();
  }

  /**
   * The one to try when that one did not help: after one that was chosen in place of another, that
   * other one, unless it was tried.
   */
  public Optional<Method> methodAfter(String methodId, Collection<String> tried) {
    Optional<Method> other = method(methodId).flatMap(Method::insteadOf).flatMap(this::method);
    if (other.filter(m -> !tried.contains(m.id())).isPresent()) {
      return other;
    }
    String from = other.map(Method::id).orElse(methodId);
    return methods.stream()
        .dropWhile(m -> !m.id().equals(from))
        .skip(1)
        .filter(m -> m.insteadOf().isEmpty())
        .findFirst();
  }

  public Service service(String serviceId) {
    return services.stream().filter(s -> s.id().equals(serviceId)).findFirst().orElseThrow();
  }

  public ServiceRef serviceIn(Environment environment, String serviceId) {
    Environment.Binding binding =
        Objects.requireNonNull(environment.bindings().get(serviceId), serviceId);
    return new ServiceRef(
        service(serviceId), binding.resource(), Optional.of(environment.id()), binding.cluster());
  }

  /** The ids of the providers that its services and jobs need. */
  public List<String> providers() {
    return Stream.concat(
            services.stream()
                .filter(service -> service.kind().hasVersions())
                .map(service -> service.kind().provider()),
            methods.stream()
                .flatMap(method -> method.steps().stream())
                .flatMap(step ->
                    step instanceof Step.JobStep run
                        ? Stream.of(run.job().provider())
                        : Stream.empty()))
        .distinct()
        .toList();
  }

  public Duration propagation(Environment environment) {
    return environment.propagation().orElse(verification.propagation());
  }

  /** From one round of probes to the next. */
  public Duration interval(Environment environment) {
    return environment.probeInterval().orElse(verification.interval());
  }

  /** Time limit of a bot task; a log capture runs this long. */
  public Duration limit(Environment environment, ChecklistItem.BotAssignee bot) {
    return bot.botTask() == ChecklistItem.BotTask.CAPTURE_LOGS
        ? environment.logCapture().orElse(bot.limit())
        : bot.limit();
  }

  /** The probes of that environment, but for those whose service has no address to be asked at. */
  public List<Probe> probes(Environment environment) {
    return verification.probes().stream()
        .filter(p -> p.appliesTo(environment))
        .filter(p -> !p.needsAddress() || address(environment, p.service()).isPresent())
        .toList();
  }

  /**
   * Whether the bot can measure that trigger there: a service without an address answers nobody.
   */
  public boolean measures(Environment environment, TriggerMeasurement rule) {
    return !(rule.measurement() instanceof HttpGet)
        || address(environment, rule.service()).isPresent();
  }

  public Optional<String> address(Environment environment, String serviceId) {
    return Optional.ofNullable(environment.bindings().get(serviceId))
        .flatMap(Environment.Binding::address);
  }

  /** The human checks of that environment: those that its probes measure are not asked for. */
  public List<HumanCheck> checks(Environment environment) {
    List<String> measured = probes(environment).stream().map(Probe::id).toList();
    return checks().stream()
        .filter(c -> c.measuredBy().isEmpty() || !measured.containsAll(c.measuredBy()))
        .toList();
  }

  /** The human checks of all environments; the database procedure's is the last. */
  public List<HumanCheck> checks() {
    List<HumanCheck> all = new ArrayList<>(verification.checks());
    database.ifPresent(d -> all.add(d.check()));
    return List.copyOf(all);
  }

  /**
   * What must be seen before a job counts as done, in one sentence; empty: the provider's word is
   * enough.
   */
  public Optional<String> doneWhen(Step.JobStep step) {
    return step.success()
        .map(success ->
            "Done only when it has ended well and, within %d s, %s passed."
                .formatted(
                    success.within().toSeconds(),
                    success.probes().stream()
                            .map(id -> "“" + checkTitle(id) + "”")
                            .collect(Collectors.joining(", "))
                        + (success.probes().size() == 1 ? " has" : " have")));
  }

  /** Title of that probe or human check; its id when there is none. */
  public String checkTitle(String checkId) {
    Stream<String> probeTitles =
        verification.probes().stream().filter(p -> p.id().equals(checkId)).map(Probe::title);
    Stream<String> checkTitles =
        checks().stream().filter(c -> c.id().equals(checkId)).map(HumanCheck::title);
    return Stream.concat(probeTitles, checkTitles).findFirst().orElse(checkId);
  }
}
