package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.HttpSpec;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Services that run jobs and are called by HTTP. */
public final class HttpJobProvider implements Provider {
  public static final String ID = HttpSpec.PROVIDER;

  /** Each wait for a rate limit lasts at least that long. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  private final HttpJobOptions options;
  private final ProviderCalls calls;
  private final HttpJobCalls jobCalls;
  private final HttpJobRunner runner;
  private volatile List<HttpSpec> jobs = List.of();

  /** Opens no connection yet. */
  public HttpJobProvider(HttpJobOptions options, InstantSource clock) {
    this(options, UnaryOperator.identity(), clock);
  }

  /** As the other one; {@code addresses} gives what is called for what a runbook says. */
  public HttpJobProvider(
      HttpJobOptions options, UnaryOperator<URI> addresses, InstantSource clock) {
    this.options = options;
    calls =
        new ProviderCalls(
            new BoundedHttpClient(options.timings().connect()),
            options.timings().response(),
            options.limits().responseBytes(),
            options.limits().jsonDepth(),
            clock);
    jobCalls = new HttpJobCalls(options, calls, addresses, clock);
    runner =
        new HttpJobRunner(
            jobCalls,
            new HttpRunReader(jobCalls, calls, options.timings().between(), clock),
            this::rateLimitBudget);
  }

  /** The jobs of the runbooks that are in use now. */
  public void serve(Collection<HttpSpec> used) {
    jobs = List.copyOf(used);
  }

  @Override
  public String name() {
    return "services called by HTTP";
  }

  @Override
  public JobRunner jobRunner() {
    return runner;
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return new RateLimitBudget(options.timings().rateLimitBudget(), SHORTEST_WAIT);
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }

  /** Whether the settings allow what the runbooks call; calls nothing. */
  @Override
  public Optional<String> problem() {
    return jobs.stream().flatMap(job -> jobCalls.problem(job).stream()).findFirst();
  }

  @Override
  public AccessAnswer rights(List<ServiceRef> services) {
    return AccessAnswer.notAsked(
        "Whether the hosts of jobs take the bot's secrets is known only when a job is started"
            + " there.");
  }

  @Override
  public void close() {
    calls.close();
  }
}
