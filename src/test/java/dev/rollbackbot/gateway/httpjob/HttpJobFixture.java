package dev.rollbackbot.gateway.httpjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.RunHttp;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.yaml.RunbookReader;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A gateway with the provider, as one process has it. */
record HttpJobFixture(HttpJobProvider provider, ProviderGateway gateway, Job job)
    implements AutoCloseable {
  static final String JOB = "INC-7/3";

  static HttpJobFixture of(Map<String, String> settings, RunHttp run) {
    return of(settings, run, Waiting.LIMIT);
  }

  /** {@code response}: the longest wait for a whole answer. */
  static HttpJobFixture of(Map<String, String> settings, RunHttp run, Duration response) {
    HttpJobOptions read = options(settings).orElseThrow();
    HttpJobOptions.HttpJobTimings timings =
        new HttpJobOptions.HttpJobTimings(
            Waiting.LIMIT, response, Duration.ofSeconds(30), Duration.ZERO);
    HttpJobProvider provider = new HttpJobProvider(read.with(timings), Clock.systemUTC());
    return new HttpJobFixture(
        provider,
        new ProviderGateway(Map.of(HttpJobProvider.ID, provider), Clock.systemUTC()),
        new Job(JOB, run));
  }

  static Optional<HttpJobOptions> options(Map<String, String> settings) {
    return HttpJobOptions.of(
        settings,
        name -> Optional.ofNullable(settings.get(name)).map(Secret::fixed),
        InboundLimits.defaults());
  }

  /** The only job of a runbook. */
  static RunHttp run(String runbook, Map<String, String> values) {
    return new RunHttp(
        spec(runbook), values, Duration.ofMinutes(10), Optional.empty(), Optional.empty());
  }

  static HttpSpec spec(String runbook) {
    return new RunbookReader(Map.of())
        .read("example.yaml", runbook).runbook().orElseThrow().methods().stream()
            .flatMap(method -> method.steps().stream())
            .flatMap(step ->
                step instanceof Step.JobStep job && job.job() instanceof HttpSpec spec
                    ? Stream.of(spec)
                    : Stream.empty())
            .findFirst()
            .orElseThrow();
  }

  /** Settings without that one. */
  static Map<String, String> without(Map<String, String> settings, String name) {
    Map<String, String> left = new HashMap<>(settings);
    left.remove(name);
    return left;
  }

  RunHttp run() {
    return (RunHttp) job.invocation();
  }

  Progress submit() {
    return gateway.submit(job, () -> true);
  }

  Progress find() {
    return gateway.find(job);
  }

  Handle running(Progress progress) {
    assertThat(progress).isInstanceOf(StillRunning.class);
    return ((StillRunning) progress).handle();
  }

  Outcome poll(Handle handle) {
    return outcome(gateway.poll(handle));
  }

  static Outcome outcome(Progress progress) {
    assertThat(progress).isInstanceOf(Finished.class);
    return ((Finished) progress).outcome();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
