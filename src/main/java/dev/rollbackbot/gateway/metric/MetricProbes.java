package dev.rollbackbot.gateway.metric;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.chart.MeasuredPast;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the probes that ask a metric source, beside those that ask a service. A source is asked the
 * same only as often as the runbook says, however many incidents want to know.
 */
public final class MetricProbes implements Probes, MeasuredPast {
  private static final int MOST_ANSWERS = 10_000;

  /** A value of the past stays what it was, once the source knows it. */
  private static final Duration PAST = Duration.ofMinutes(10);

  private static final Duration RETRY = Duration.ofSeconds(5);

  /** A source takes up to ten seconds for an answer. */
  private static final Duration ROUND = Duration.ofSeconds(12);

  private final Probes services;
  private final Map<String, MetricSource> sources;
  private final InstantSource clock;
  private final Duration round;

  /** Of futures: a source that takes its time would otherwise hold up others within the cache. */
  private final AsyncCache<Question, Answered> answers =
      Caffeine.newBuilder()
          .maximumSize(MOST_ANSWERS)
          .expireAfter(Expiry.creating(MetricProbes::kept))
          .executor(task -> Thread.ofVirtual().name("metric-source").start(task))
          .buildAsync();

  /**
   * What is asked.
   *
   * @param tryOut only whether it could be answered
   * @param at empty: the newest value that the source is sure of
   * @param delay how old that one is
   * @param kept how long the answer is
   */
  private record Question(
      String source,
      String environment,
      String query,
      boolean tryOut,
      Optional<Instant> at,
      Duration delay,
      Duration kept) {}

  private record Answered(MetricAnswer answer, Instant at) {}

  /** What is no value is asked for again soon: a source that is away comes back. */
  private static Duration kept(Question question, Answered answered) {
    return answered.answer() instanceof MetricValue
        ? question.kept()
        : shorter(question.kept(), RETRY);
  }

  /**
   * @param services measures what is asked at a service
   * @param sources by id; those whose settings are there
   */
  public MetricProbes(Probes services, Map<String, MetricSource> sources, InstantSource clock) {
    this(services, sources, clock, ROUND);
  }

  /** {@code round}: for all metrics of a round together. */
  MetricProbes(
      Probes services, Map<String, MetricSource> sources, InstantSource clock, Duration round) {
    this.round = round;
    this.services = services;
    this.sources = Map.copyOf(sources);
    this.clock = clock;
  }

  @Override
  public List<ProbeResult> measure(List<ProbeTarget> targets) throws InterruptedException {
    Map<ProbeTarget, FutureTask<ProbeResult>> metrics = new HashMap<>();
    List<ProbeTarget> ofServices = new ArrayList<>();
    for (ProbeTarget target : targets) {
      switch (target.probe().measurement()) {
        case HttpGet _ -> ofServices.add(target);
        case MetricQuery query -> {
          FutureTask<ProbeResult> task = new FutureTask<>(() -> measure(target, query));
          metrics.put(target, task);
          Thread.ofVirtual().name("metric-" + target.probe().id()).start(task);
        }
      }
    }
    // One time for all: a slow source costs its own probes their result, and no other one's.
    Instant deadline = clock.instant().plus(round);
    Map<ProbeTarget, ProbeResult> results = new HashMap<>();
    List<ProbeResult> served = services.measure(ofServices);
    for (int i = 0; i < served.size(); i++) {
      results.put(ofServices.get(i), served.get(i));
    }
    for (Map.Entry<ProbeTarget, FutureTask<ProbeResult>> metric : metrics.entrySet()) {
      results.put(metric.getKey(), await(metric.getKey(), metric.getValue(), deadline));
    }
    return targets.stream().map(results::get).toList();
  }

  private ProbeResult await(ProbeTarget target, FutureTask<ProbeResult> task, Instant deadline)
      throws InterruptedException {
    String probe = target.probe().id();
    try {
      long left = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
      return task.get(left, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It is not cancelled: its answer is kept for the next round.
      return MetricVerdict.inconclusive(probe, "no answer within " + round.toSeconds() + " s");
    } catch (ExecutionException e) {
      return MetricVerdict.inconclusive(probe, "it could not be measured");
    }
  }

  /** The value, the traffic and the earlier value are asked for at the same time. */
  private ProbeResult measure(ProbeTarget target, MetricQuery query)
      throws InterruptedException, ExecutionException {
    Optional<FutureTask<Answered>> traffic =
        query.traffic().map(t -> started(target, query, t.query(), Optional.empty()));
    Optional<FutureTask<Answered>> earlier =
        target.earlier().map(at -> started(target, query, query.query(), Optional.of(at)));
    Answered now = ask(target, query, query.query(), Optional.empty());
    Optional<MetricAnswer> trafficThen =
        traffic.isPresent() ? Optional.of(traffic.get().get().answer()) : Optional.empty();
    Optional<MetricAnswer> before =
        earlier.isPresent() && now.answer() instanceof MetricValue
            ? Optional.of(earlier.get().get().answer())
            : Optional.empty();
    return new MetricVerdict(target.probe().id(), query)
        .of(now.at(), now.answer(), trafficThen, before);
  }

  /** One after the other: a picture can wait, and a source is not asked for much at once. */
  @Override
  public List<Reading> at(Probe probe, String resource, String environment, List<Instant> times) {
    if (!(probe.measurement() instanceof MetricQuery query)) {
      return List.of();
    }
    MetricSource source = sources.get(query.source());
    if (source == null || !source.knowsThePast()) {
      return List.of();
    }
    String text = MetricQuery.textFor(query.query(), resource, environment);
    Instant known = clock.instant().minus(query.delay());
    List<Reading> readings = new ArrayList<>();
    for (Instant at : times) {
      if (at.isAfter(known)) {
        break;
      }
      MetricAnswer answer = source.in(environment).ask(text, at);
      if (answer instanceof MetricValue(BigDecimal value)) {
        readings.add(Reading.of(value, query.unit(), at, Optional.empty()));
      } else if (answer instanceof NotMeasured) {
        // A source in trouble is not asked forty times.
        break;
      }
    }
    return readings;
  }

  private FutureTask<Answered> started(
      ProbeTarget target, MetricQuery query, String text, Optional<Instant> at) {
    FutureTask<Answered> task = new FutureTask<>(() -> ask(target, query, text, at));
    Thread.ofVirtual().name("metric-" + target.probe().id()).start(task);
    return task;
  }

  private Answered ask(ProbeTarget target, MetricQuery query, String text, Optional<Instant> at) {
    Question question =
        new Question(
            query.source(),
            target.environment(),
            MetricQuery.textFor(text, target.resource(), target.environment()),
            query.isUnjudged(),
            at,
            query.delay(),
            at.isPresent() ? PAST : shorter(query.every(), query.settled()));
    Answered answered = answers.get(question, this::ask).join();
    if (at.isEmpty() && reachesBehind(target, query, answered)) {
      // It was asked for another incident, before the change of this one.
      answers.synchronous().invalidate(question);
      return answers.get(question, this::ask).join();
    }
    return answered;
  }

  private static boolean reachesBehind(ProbeTarget target, MetricQuery query, Answered answered) {
    return target
        .changed()
        .filter(change -> answered.at().minus(query.window()).isBefore(change))
        .isPresent();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Answered ask(Question question) {
    Instant at = question.at().orElseGet(() -> clock.instant().minus(question.delay()));
    MetricSource source = sources.get(question.source());
    if (source == null) {
      return new Answered(
          new NotMeasured("the settings of " + question.source() + " are missing"), at);
    }
    return new Answered(answer(question, source.in(question.environment()), at), at);
  }

  private static MetricAnswer answer(Question question, MetricSource source, Instant at) {
    if (question.at().isPresent() && !source.knowsThePast()) {
      return new NotMeasured(source.name() + " knows only what is now");
    }
    return question.tryOut()
        ? source.tryOut(question.query(), at)
        : source.ask(question.query(), at);
  }
}
