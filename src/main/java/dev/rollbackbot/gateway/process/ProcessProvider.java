package dev.rollbackbot.gateway.process;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.metric.job.JobSource;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.runbook.job.JobSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The programs of the bot's own machine. */
public final class ProcessProvider implements Provider {
  public static final String ID = JobSpec.ProcessSpec.PROVIDER;

  private final ProcessOptions options;
  private final ProgramRunner runner;

  public ProcessProvider(ProcessOptions options, InstantSource clock) {
    this.options = options;
    this.runner = new ProgramRunner(options, host(), clock);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public String name() {
    return "the bot's machine";
  }

  /** Those of its programs that may measure; empty: none may. */
  public Optional<MetricSource> measuring(InstantSource clock) {
    return options.measuring().isEmpty()
        ? Optional.empty()
        : Optional.of(new JobSource(runner, this::measuringRefusal, clock));
  }

  private Optional<String> measuringRefusal(String program) {
    return options.measuring().contains(program)
        ? Optional.empty()
        : Optional.of("%s does not list “%s”".formatted(ProcessOptions.MEASURING, program));
  }

  @Override
  public JobRunner jobRunner() {
    return runner;
  }

  @Override
  public CommitHistory commits(CommitSource source) throws ProviderReadException {
    return new GitHistory(options, source).read();
  }

  /** Nothing here limits rates. */
  @Override
  public RateLimitBudget rateLimitBudget() {
    return RateLimitBudget.none();
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }

  @Override
  public void forgetBefore(Instant limit) {
    runner.forgetBefore(limit);
  }

  @Override
  public Optional<String> problem() {
    return runner.problem();
  }

  @Override
  public void close() {}
}
