package dev.rollbackbot.app.readiness;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.readiness.PlanReadiness;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.incident.readiness.RunbookReadiness;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether a rollback would work now, without changing anything.
 *
 * @param alertSources ids of the systems that may send alerts
 * @param warnings of the runbook's check, by the runbook's id
 */
public record RollbackReadiness(
    WorkspaceAccess workspace,
    ProviderAccess providers,
    PlanReader plans,
    Probes probes,
    Set<String> alertSources,
    Function<String, List<String>> warnings,
    InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(RollbackReadiness.class);

  public RollbackReadiness {
    alertSources = Set.copyOf(alertSources);
  }

  /** Asks everything; what can't be asked is not known, which is never ready. */
  public ReadinessReport of(Runbook runbook, Environment environment) {
    List<ReadinessFact> facts = new ArrayList<>();
    runbook.providers().forEach(provider -> facts.addAll(access(provider, runbook, environment)));
    facts.addAll(RunbookReadiness.clusters(environment));
    facts.addAll(asked(ReadinessNeed.TARGETS, "plan", () -> plan(runbook, environment)));
    facts.addAll(asked(ReadinessNeed.PEOPLE, "workspace", () -> workspace.facts(environment)));
    facts.addAll(asked(ReadinessNeed.MEASUREMENTS, "probes", () -> measured(runbook, environment)));
    facts.addAll(RunbookReadiness.alerts(runbook, alertSources));
    facts.addAll(RunbookReadiness.contacts(runbook));
    facts.addAll(RunbookReadiness.warnings(runbook, environment, warnings.apply(runbook.id())));
    ReadinessReport report =
        new ReadinessReport(runbook.id(), environment.id(), clock.instant(), facts);
    LOG.info(
        "readiness runbook={} environment={} result={} problems={}",
        runbook.id(),
        environment.id(),
        report.level(),
        report.problems().size());
    return report;
  }

  private List<ReadinessFact> access(String provider, Runbook runbook, Environment environment) {
    ReadinessNeed need = RunbookReadiness.need(runbook, provider);
    List<ServiceRef> services =
        runbook.services().stream()
            .filter(service -> service.kind().provider().equals(provider))
            .map(service -> runbook.serviceIn(environment, service.id()))
            .toList();
    return asked(need, provider, () -> List.of(access(need, provider, services)));
  }

  private ReadinessFact access(ReadinessNeed need, String provider, List<ServiceRef> services) {
    AccessAnswer answer = providers.access(provider, services);
    return answer
        .problem()
        .map(why -> ReadinessFact.missing(need, provider, why))
        .or(() -> answer.notAsked().map(what -> ReadinessFact.doubtful(need, provider, what)))
        .orElseGet(() -> ReadinessFact.met(need, provider));
  }

  private List<ReadinessFact> plan(Runbook runbook, Environment environment) {
    PlanReader.ReadPlan read = plans.read(runbook, environment, Actor.BOT.id());
    return PlanReadiness.of(read.planning(), read.usual());
  }

  private List<ReadinessFact> measured(Runbook runbook, Environment environment)
      throws InterruptedException {
    List<ProbeTarget> targets = RunbookReadiness.targets(runbook, environment);
    return RunbookReadiness.measured(targets, probes.measure(targets));
  }

  private interface AskedFacts {
    List<ReadinessFact> ask() throws InterruptedException;
  }

  /** One question in trouble doesn't hold up the others. */
  private static List<ReadinessFact> asked(
      ReadinessNeed need, String subject, AskedFacts question) {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(ReadinessFact.unknown(need, subject, "The bot is stopping."));
    } catch (StoreUnavailable e) {
      return List.of(ReadinessFact.unknown(need, subject, e.why()));
    } catch (RuntimeException e) {
      LOG.error("readiness not asked need={} subject={}", need, subject, e);
      return List.of(
          ReadinessFact.unknown(
              need,
              subject,
              "The bot itself failed to ask for %s. Its log says why.".formatted(subject)));
    }
  }
}
