package dev.rollbackbot.gateway.metric.job;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunNotBegun;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.PrintedText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.runbook.measure.JobMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Starts a program and reads its last line, a number or a verdict. One that does not end well says
 * nothing: it is not known whether it could look at what it was to measure.
 */
public final class JobSource implements MetricSource {
  /** Shorter than a round waits: an answer that comes after it would break every row. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** By then the process that watches over it has ended it. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int AT_ONCE = 4;
  private static final int MAX_OUTPUT = 4_000;

  private final JobRunner runner;
  private final Function<String, Optional<String>> refused;
  private final InstantSource clock;
  private final Duration limit;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<String, ProviderJob> running = new ConcurrentHashMap<>();

  /** {@code refused}: why a program may not measure; empty: it may. */
  public JobSource(
      JobRunner runner, Function<String, Optional<String>> refused, InstantSource clock) {
    this(runner, refused, clock, LIMIT);
  }

  /** {@code limit}: after it a program is ended. */
  public JobSource(
      JobRunner runner,
      Function<String, Optional<String>> refused,
      InstantSource clock,
      Duration limit) {
    this.runner = runner;
    this.refused = refused;
    this.clock = clock;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "programs that measure";
  }

  /** It looks at what is now. */
  @Override
  public boolean knowsThePast() {
    return false;
  }

  @Override
  public MetricAnswer ask(String query, Instant at) {
    return ofJob(query, at, this::measured);
  }

  /** Whether it would be started; it is not. */
  @Override
  public MetricAnswer tryOut(String query, Instant at) {
    return ofJob(
        query,
        at,
        job ->
            runner
                .refusalOf(job)
                .map(JobSource::notMeasured)
                .orElse(new MetricValue(BigDecimal.ONE)));
  }

  /** Only a program that may measure is started: nobody approves it. */
  private MetricAnswer ofJob(String query, Instant at, Function<ProviderJob, MetricAnswer> answer) {
    Optional<JobMetric> metric = JobMetric.parse(query);
    if (metric.isEmpty()) {
      return new NotMeasured("the query names no program");
    }
    return refused
        .apply(metric.get().program())
        .map(JobSource::notMeasured)
        .orElseGet(() -> answer.apply(job(metric.get(), at)));
  }

  private ProviderJob job(JobMetric metric, Instant at) {
    return new RunProcess(
        metric.program(),
        metric.arguments(),
        Optional.empty(),
        metric.variables(),
        limit,
        Optional.of(at),
        Optional.empty(),
        Optional.empty());
  }

  private MetricAnswer measured(ProviderJob job) {
    if (!places.tryAcquire()) {
      return new NotMeasured("%d programs measure already".formatted(AT_ONCE));
    }
    try {
      return switch (runner.start(job, "measured-" + UUID.randomUUID(), () -> true)) {
        case NotStarted(_, _, String text) -> notMeasured(text);
        case PerhapsStarted(String text) -> notMeasured(text);
        case Started(String runId) -> ofRun(job, runId);
      };
    } finally {
      places.release();
    }
  }

  private MetricAnswer ofRun(ProviderJob job, String runId) {
    running.put(runId, job);
    try {
      return awaited(job, runId);
    } finally {
      running.remove(runId);
      runner.forget(runId);
    }
  }

  private MetricAnswer awaited(ProviderJob job, String runId) {
    Instant end = clock.instant().plus(limit).plus(LATE);
    Duration pause = FIRST_PAUSE;
    while (true) {
      switch (runner.state(job, runId)) {
        case RunEnded(boolean success, _, String text) -> {
          String printed = printed(job, runId);
          return success ? JobVerdict.of(printed) : new NotMeasured(badEnd(text, printed));
        }
        case RunNotBegun(_, String text) -> {
          return notMeasured(text);
        }
        case RunLost(String text) -> {
          return notMeasured(text);
        }
        case RunUnderWay _, RunAsBefore _, RunUnreadable _ -> {
          if (clock.instant().isAfter(end) || !RateLimitBudget.pause(pause)) {
            runner.stop(job, runId);
            return new NotMeasured("it has not ended within " + limit.toSeconds() + " s");
          }
        }
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private String printed(ProviderJob job, String runId) {
    return PrintedText.whole(runner.output(job, runId)).masked(MAX_OUTPUT, runner.secrets());
  }

  private static String badEnd(String how, String printed) {
    return withoutStop(how)
        + JobVerdict.lastLine(printed)
            .map(line -> "; it printed last: " + JobVerdict.shortened(line))
            .orElse("");
  }

  private static MetricAnswer notMeasured(String text) {
    return new NotMeasured(withoutStop(text));
  }

  /** It stands in the middle of a sentence. */
  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** Nobody waits for what still runs. */
  @Override
  public void close() {
    List.copyOf(running.entrySet()).forEach(run -> runner.stop(run.getValue(), run.getKey()));
  }
}
