package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.database.DatabaseRunner;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The D1 databases of an account: the same account, tokens and limits as for its services. */
public final class D1Provider implements Provider {
  /** As runbooks name it. */
  public static final String ID = DatabaseSpec.D1;

  private final CloudflareProvider account;
  private final InstantSource clock;

  /** {@code account} is closed by its own owner. */
  public D1Provider(CloudflareProvider account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Cloudflare D1";
  }

  @Override
  public DatabaseApi database(String name, Optional<String> environment)
      throws ProviderReadException {
    return D1Database.find(account.client(environment), name);
  }

  @Override
  public JobRunner jobRunner() {
    return new DatabaseRunner(this::database, clock);
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return account.rateLimitBudget();
  }

  @Override
  public Duration settleTime() {
    return account.settleTime();
  }

  /** That of the account is told by its own provider. */
  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
