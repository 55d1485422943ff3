package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what services run, and what ran before, at all providers that are set up. */
record DeploymentReading(KnownProviders providers, InstantSource clock) {
  /** One service that can't be read doesn't hold up the others. */
  Outcome survey(Invocation.Survey survey, boolean forIncident) {
    Instant start = clock.instant();
    // They can take most of a minute; what is live must not be that old when it is told.
    Map<String, CommitHistory> commits = commits(survey);
    Map<Provider, RateLimitBudget> budgets = new HashMap<>();
    List<ServiceDeployments> surveyed = new ArrayList<>();
    Map<String, ProviderReadException> unreadable = new LinkedHashMap<>();
    Map<Provider, Optional<String>> trouble = new LinkedHashMap<>();
    for (ServiceRef service : survey.services()) {
      try {
        Provider provider = providers.of(service);
        if (!forIncident) {
          leaveLastCalls(provider, service);
        }
        RateLimitBudget budget = budgets.computeIfAbsent(provider, Provider::rateLimitBudget);
        Optional<String> reported = trouble.computeIfAbsent(provider, Provider::trouble);
        ServiceDeployments deployments = provider.serviceApi(service).survey(service, budget);
        surveyed.add(reported.map(deployments::warning).orElse(deployments));
      } catch (ProviderReadException e) {
        unreadable.put(service.id(), e);
      }
    }
    if (surveyed.isEmpty() && !unreadable.isEmpty()) {
      return noneReadable(unreadable, trouble.values());
    }
    Map<String, String> reasons = new HashMap<>();
    unreadable.forEach((service, e) -> reasons.put(service, e.text()));
    return new Outcome.Succeeded(
        new Outcome.Surveyed(surveyed, Optional.of(reasons), commits),
        Duration.between(start, clock.instant()));
  }

  /** That they can't be read holds up no plan: people can type their ids. */
  private Map<String, CommitHistory> commits(Invocation.Survey survey) {
    Map<CommitSource, CommitHistory> read = new HashMap<>();
    Map<String, CommitHistory> out = new HashMap<>();
    survey
        .commits()
        .orElse(Map.of())
        .forEach((step, source) -> out.put(step, read.computeIfAbsent(source, this::commits)));
    return out;
  }

  private CommitHistory commits(CommitSource source) {
    try {
      return masked(providers.of(source.provider()).commits(source));
    } catch (ProviderReadException e) {
      return CommitHistory.unreadable(source.base(), e.text());
    }
  }

  /** Of what people wrote into their commits. */
  private static CommitHistory masked(CommitHistory history) {
    return new CommitHistory(
        history.base(),
        history.commits().stream()
            .map(c ->
                new Commit(c.id(), c.parents(), masked(c.subject()), masked(c.author()), c.at()))
            .toList(),
        history.problem(),
        history.compare());
  }

  private static String masked(String text) {
    return ProviderText.clip(text);
  }

  private static void leaveLastCalls(Provider provider, ServiceRef service)
      throws ProviderReadException {
    Optional<String> wait = provider.tooFewCallsLeft(service);
    if (wait.isPresent()) {
      throw new ProviderReadException(Outcome.FailureKind.REFUSED, "few-calls-left", wait.get());
    }
  }

  private static Outcome noneReadable(
      Map<String, ProviderReadException> unreadable, Iterable<Optional<String>> trouble) {
    StringBuilder text =
        new StringBuilder(
            unreadable.entrySet().stream()
                .map(e ->
                    "What %s runs could not be read. %s".formatted(e.getKey(), e.getValue().text()))
                .collect(Collectors.joining(" ")));
    for (Optional<String> reported : trouble) {
      reported.ifPresent(sentence -> text.append(' ').append(sentence));
    }
    return unreadable.values().iterator().next().failed(text.toString());
  }

  Outcome readLive(List<ServiceRef> services) {
    Instant start = clock.instant();
    Map<Provider, RateLimitBudget> budgets = new HashMap<>();
    List<LiveReading> readings =
        services.stream().map(service -> readLive(service, budgets)).toList();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(readings), Duration.between(start, clock.instant()));
  }

  /** A database before a script, and then what the services run that depend on it. */
  Outcome readDatabase(Invocation.ReadDatabase asked) {
    Instant start = clock.instant();
    try {
      DatabaseApi database =
          providers
              .of(asked.spec().provider())
              .database(asked.spec().database(), asked.environment());
      Map<Provider, RateLimitBudget> budgets = new HashMap<>();
      List<LiveReading> live =
          asked.needs().stream().map(n -> readLive(n.service(), budgets)).toList();
      return new Outcome.Succeeded(
          new Outcome.DatabaseRead(new DatabaseBeforeScript(asked, database).read(live)),
          Duration.between(start, clock.instant()));
    } catch (ProviderReadException e) {
      return e.failed(e.text());
    }
  }

  /** What a restore would lose; as before its script there is nothing to restore. */
  Outcome readBeforeRestore(Invocation.ReadBeforeRestore asked) {
    Instant start = clock.instant();
    RestorePoint point = asked.point();
    try {
      DatabaseApi database =
          providers
              .of(point.spec().provider())
              .database(point.spec().database(), asked.environment());
      DatabaseValues values = DatabaseValues.read(point.spec(), database);
      boolean asBefore = values.isNotDone(point.before());
      DatabaseReading reading =
          new DatabaseReading(
              asBefore,
              values.counts(),
              List.of(),
              asked.undo() && !asBefore ? database.bookmark() : Optional.empty(),
              asBefore ? Optional.empty() : Optional.of(database.writtenSince(point.at())));
      return new Outcome.Succeeded(
          new Outcome.DatabaseRead(reading), Duration.between(start, clock.instant()));
    } catch (ProviderReadException e) {
      return e.failed(e.text());
    }
  }

  private LiveReading readLive(ServiceRef service, Map<Provider, RateLimitBudget> budgets) {
    try {
      Provider provider = providers.of(service);
      Optional<String> wait = provider.tooFewCallsLeft(service);
      if (wait.isPresent()) {
        return unread(service, wait.get());
      }
      RateLimitBudget budget = budgets.computeIfAbsent(provider, Provider::rateLimitBudget);
      ServiceApi api = provider.serviceApi(service);
      Deployment live = api.live(service.resource(), List.of(), budget);
      List<RunningDeployment> running = api.running(service.resource(), budget);
      return new LiveReading(service, clock.instant(), Optional.of(live), "", Optional.of(running));
    } catch (ProviderReadException e) {
      return unread(service, e.text());
    }
  }

  private LiveReading unread(ServiceRef service, String why) {
    return new LiveReading(service, clock.instant(), Optional.empty(), why, Optional.empty());
  }
}
