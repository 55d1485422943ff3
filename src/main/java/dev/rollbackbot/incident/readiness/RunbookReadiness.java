package dev.rollbackbot.incident.readiness;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the runbook itself says, and what it needs to be measured and told. */
public final class RunbookReadiness {
  /** A web or mail address, a channel, a group or person, or a telephone number. */
  private static final Pattern WAY =
      Pattern.compile(
          "https?://\\S+|[^\\s@]+@[^\\s@]+\\.[^\\s@]+|(^|\\s)[#@][^\\s#@]+|\\+?[0-9][0-9"
              + " ()/-]{5,}");

  private RunbookReadiness() {}

  /** How much it matters that this provider can be used: a later method can wait. */
  public static ReadinessNeed need(Runbook runbook, String provider) {
    Stream<String> first =
        Stream.concat(
            runbook.services().stream()
                .filter(service -> service.kind().hasVersions())
                .map(service -> service.kind().provider()),
            runbook.methods().getFirst().steps().stream()
                .flatMap(step ->
                    step instanceof Step.JobStep run
                        ? Stream.of(run.job().provider())
                        : Stream.empty()));
    return first.anyMatch(provider::equals) ? ReadinessNeed.CREDENTIALS : ReadinessNeed.FALLBACKS;
  }

  /** Where a rollback would act, if the names of its services alone don't say that. */
  public static List<ReadinessFact> clusters(Environment environment) {
    return environment.bindings().values().stream()
        .flatMap(binding -> binding.cluster().stream())
        .map(ServiceRef.ClusterRef::text)
        .distinct()
        .map(text -> ReadinessFact.met(ReadinessNeed.CREDENTIALS, "cluster", "Kubernetes: " + text))
        .toList();
  }

  /** Each warning of the runbook's check, but for those about other environments alone. */
  public static List<ReadinessFact> warnings(
      Runbook runbook, Environment environment, List<String> warnings) {
    return warnings.stream()
        .filter(text -> names(text, environment) || !namesAny(text, runbook))
        .map(text -> ReadinessFact.doubtful(ReadinessNeed.RUNBOOK, text, "Runbook: " + text + "."))
        .toList();
  }

  private static boolean namesAny(String text, Runbook runbook) {
    return runbook.environments().stream().anyMatch(environment -> names(text, environment));
  }

  private static boolean names(String text, Environment environment) {
    return text.contains("\"" + environment.id() + "\"");
  }

  /** By their form: nobody is called. A placeholder is a warning of the runbook. */
  public static List<ReadinessFact> contacts(Runbook runbook) {
    if (runbook.contacts().isEmpty()) {
      return List.of(
          ReadinessFact.missing(
              ReadinessNeed.CONTACTS, "contacts", "The runbook names nobody to ask for help."));
    }
    return runbook.contacts().stream()
        .filter(contact -> !contact.placeholder())
        .map(RunbookReadiness::contact)
        .toList();
  }

  static ReadinessFact contact(Contact contact) {
    return WAY.matcher(contact.reach()).find()
        ? ReadinessFact.met(ReadinessNeed.CONTACTS, contact.role())
        : ReadinessFact.doubtful(
            ReadinessNeed.CONTACTS,
            contact.role(),
            "How to reach “%s” is neither an address nor a channel, person or number."
                .formatted(contact.role()));
  }

  /** The systems whose alerts the runbook names. */
  public static List<ReadinessFact> alerts(Runbook runbook, Set<String> configured) {
    return runbook.triggers().stream()
        .flatMap(trigger -> trigger.alerts().stream())
        .map(AlertMatch::source)
        .distinct()
        .map(source ->
            configured.contains(source)
                ? ReadinessFact.met(ReadinessNeed.ALERTS, source)
                : ReadinessFact.missing(
                    ReadinessNeed.ALERTS,
                    source,
                    "Alerts of %s can't arrive: their secret is not set.".formatted(source)))
        .toList();
  }

  /** What is measured after a rollback and by triggers, asked for an answer of any kind. */
  public static List<ProbeTarget> targets(Runbook runbook, Environment environment) {
    Stream<Probe> triggers =
        runbook.triggers().stream()
            .flatMap(trigger ->
                trigger.measurement().filter(rule -> runbook.measures(environment, rule)).stream()
                    .map(rule ->
                        new Probe(
                            "trigger " + trigger.id(),
                            trigger.text(),
                            rule.service(),
                            rule.measurement(),
                            Set.of())));
    return Stream.concat(runbook.probes(environment).stream(), triggers)
        .map(probe -> target(runbook, environment, probe))
        .toList();
  }

  private static ProbeTarget target(Runbook runbook, Environment environment, Probe probe) {
    return new ProbeTarget(
        new Probe(
            probe.id(), probe.title(), probe.service(), unjudged(probe.measurement()), Set.of()),
        runbook.address(environment, probe.service()),
        runbook.serviceIn(environment, probe.service()).resource(),
        environment.id(),
        Optional.empty(),
        Optional.empty());
  }

  /** What is live now may be as bad as it likes, and the night without traffic. */
  private static Measurement unjudged(Measurement measurement) {
    return switch (measurement) {
      case HttpGet get ->
          new HttpGet(
              get.path(),
              get.statuses(),
              List.of(),
              get.within(),
              new ResponseRules(
                  get.rules().credential(),
                  List.of(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case MetricQuery query -> query.unjudged();
    };
  }

  /**
   * Whether each can be measured, not what it shows. Those that can't for the same reason are one
   * fact.
   *
   * @param results of those targets, in their order
   */
  public static List<ReadinessFact> measured(List<ProbeTarget> targets, List<ProbeResult> results) {
    List<ReadinessFact> facts = new ArrayList<>();
    Map<String, List<Probe>> unmeasured = new LinkedHashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      Probe probe = targets.get(i).probe();
      ProbeResult result = results.get(i);
      if (isMeasured(probe, result)) {
        facts.add(ReadinessFact.met(ReadinessNeed.MEASUREMENTS, probe.id()));
      } else {
        unmeasured.computeIfAbsent(result.detail(), _ -> new ArrayList<>()).add(probe);
      }
    }
    unmeasured.forEach((why, probes) -> facts.add(unmeasured(why, probes)));
    return facts;
  }

  /**
   * Whether there was an answer. Where a credential is sent, one that isn't as expected may be that
   * of a service that doesn't know the credential.
   */
  private static boolean isMeasured(Probe probe, ProbeResult result) {
    return switch (result.verdict()) {
      case PASSED -> true;
      case FAILED ->
          !(probe.measurement() instanceof HttpGet get)
              || (!result.latency().isZero() && get.rules().credential().isEmpty());
      case INCONCLUSIVE -> false;
    };
  }

  private static ReadinessFact unmeasured(String why, List<Probe> probes) {
    String more = probes.size() == 1 ? "" : " and %d more".formatted(probes.size() - 1);
    return ReadinessFact.unknown(
        ReadinessNeed.MEASUREMENTS,
        probes.stream().map(Probe::id).collect(Collectors.joining(", ")),
        "“%s”%s can't be measured: %s.".formatted(probes.getFirst().title(), more, why));
  }
}
