package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.template.Templates;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The written procedure. Instances come from {@code yaml} and are complete and consistent: every id
 * that is referred to exists, every environment binds every service.
 *
 * @param id as typed in {@code /rollback factory}
 * @param name in full, such as Factory Feature
 * @param shortName fits a modal's title: 14 characters at most
 * @param version of the procedure
 * @param updated when it was last changed
 * @param link where people read it; empty: only in the bot
 * @param impact what users feel, for the INCIDENT post
 * @param eta how long a rollback takes, in words, such as 10-15 minutes
 * @param duration the longest that it is expected to take
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

  /** The same runbook with that environment offered first; unchanged where it has none such. */
  public Runbook withEnvironmentFirst(String environmentId) {
    List<Environment> reordered = new ArrayList<>(environments);
    environment(environmentId)
        .ifPresent(environment -> {
          reordered.remove(environment);
          reordered.addFirst(environment);
        });
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
        sourceText);
  }

  /** The leaf of the decision tree for this case; the reader guarantees that there is one. */
  public DecisionRule decisionRule(boolean affectingUsers, Severity severity) {
    return guidance.stream()
        .filter(g -> g.covers(affectingUsers, severity))
        .findFirst()
        .orElseThrow();
  }

  /** The environment of that id, if there is one. */
  public Optional<Environment> environment(String environmentId) {
    return environments.stream().filter(e -> e.id().equals(environmentId)).findFirst();
  }

  /** The method of that id, if there is one. */
  public Optional<Method> method(String methodId) {
    return methods.stream().filter(m -> m.id().equals(methodId)).findFirst();
  }

  /** The method to try after that one, if there is one. */
  public Optional<Method> methodAfter(String methodId) {
    for (int i = 0; i + 1 < methods.size(); i++) {
      if (methods.get(i).id().equals(methodId)) {
        return Optional.of(methods.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** The service of that id; it exists. */
  public Service service(String serviceId) {
    return services.stream().filter(s -> s.id().equals(serviceId)).findFirst().orElseThrow();
  }

  /** What a service is in an environment; both exist. */
  public ServiceRef serviceIn(Environment environment, String serviceId) {
    Environment.Binding binding =
        Objects.requireNonNull(environment.bindings().get(serviceId), serviceId);
    return new ServiceRef(service(serviceId), binding.resource());
  }

  /** How long a new version takes to spread in that environment. */
  public Duration propagation(Environment environment) {
    return environment.propagation().orElse(verification.propagation());
  }

  /** Time between two rounds of probes in that environment. */
  public Duration interval(Environment environment) {
    return environment.probeInterval().orElse(verification.interval());
  }

  /** How long the bot may take for its item in that environment; a log capture runs this long. */
  public Duration limit(Environment environment, ChecklistItem.BotAssignee botAssignee) {
    return botAssignee.botTask() == ChecklistItem.BotTask.CAPTURE_LOGS
        ? environment.logCapture().orElse(botAssignee.limit())
        : botAssignee.limit();
  }

  /** The probes of that environment that can reach their service from outside. */
  public List<Probe> probes(Environment environment) {
    return verification.probes().stream()
        .filter(p -> p.appliesTo(environment))
        .filter(p -> address(environment, p.service()).isPresent())
        .toList();
  }

  /** Where probes reach a service in that environment. */
  public Optional<String> address(Environment environment, String serviceId) {
    return Optional.ofNullable(environment.bindings().get(serviceId))
        .flatMap(Environment.Binding::address);
  }

  /** What people look at afterwards; the database procedure, if there is one, is the last. */
  public List<HumanCheck> checks() {
    List<HumanCheck> all = new ArrayList<>(verification.checks());
    database.ifPresent(d -> all.add(d.check()));
    return List.copyOf(all);
  }
}
