package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One system that runs services, set up with its own settings. */
public interface Provider extends AutoCloseable {
  /** The provider's name for people. */
  String name();

  /** With the credential of the service's environment, never with that of another one. */
  default ServiceApi serviceApi(ServiceRef service) throws ProviderReadException {
    throw new ProviderReadException(
        Outcome.FailureKind.REFUSED, "no-services", name() + " has no services with versions.");
  }

  /** Runs the provider's jobs. */
  default JobRunner jobRunner() throws ProviderReadException {
    throw new ProviderReadException(
        Outcome.FailureKind.REFUSED, "no-jobs", "The bot can't run jobs at " + name() + ".");
  }

  /** A database, with the credential of that environment. */
  default DatabaseApi database(String name, Optional<String> environment)
      throws ProviderReadException {
    throw new ProviderReadException(
        Outcome.FailureKind.REFUSED,
        "no-databases",
        "The bot can't carry scripts out at " + name() + ".");
  }

  /** The newest commits of a branch, at most {@link CommitHistory#MOST}. Changes nothing. */
  default CommitHistory commits(CommitSource source) throws ProviderReadException {
    throw new ProviderReadException(
        Outcome.FailureKind.REFUSED, "no-commits", "The bot can't read commits at " + name() + ".");
  }

  /** For one job. */
  RateLimitBudget rateLimitBudget();

  /** Between reads that wait for a change to become visible. */
  Duration settleTime();

  /** Why it can't be used at present, in one sentence; asks the provider seldom. */
  Optional<String> problem();

  /**
   * Whether the credential may change what is needed, as far as the provider can be asked about
   * that without changing anything. Asks the provider.
   *
   * @param services those of one environment that it runs; may be empty
   */
  default AccessAnswer rights(List<ServiceRef> services) {
    return AccessAnswer.GRANTED;
  }

  /** One sentence about trouble that the provider itself reports; empty: none, or not known. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** Why what is live of that service should not be read just to watch it. */
  default Optional<String> tooFewCallsLeft(ServiceRef service) throws ProviderReadException {
    return Optional.empty();
  }

  /** Records the logs of its services, for the length that is asked for. */
  default Finished capture(CaptureLogs capture, LeaseCheck leaseCheck) {
    return new Finished(
        new Outcome.Failed(
            Outcome.FailureKind.REFUSED,
            "no-logs",
            "The bot can't capture logs of " + name() + ".",
            Optional.empty()),
        "");
  }

  /** Deletes what the bot itself keeps of jobs that ended before that time. */
  default void forgetBefore(Instant limit) {}

  @Override
  void close();
}
