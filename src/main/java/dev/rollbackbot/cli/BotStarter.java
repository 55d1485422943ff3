package dev.rollbackbot.cli;

import dev.rollbackbot.gateway.process.ProcessOptions;
import java.net.URI;
import java.util.function.UnaryOperator;

/** Starts the bot; keeps the commands independent of its wiring. */
@FunctionalInterface
public interface BotStarter {
  RunningBot start(Settings settings, Outside outside);

  /**
   * What is really reached where a runbook names an address or a program. The sandbox puts its
   * stand-ins there; no setting can.
   *
   * @param addresses of probes and of jobs by HTTP: what is called for what the runbook says
   * @param programs what is run on this machine for what the settings say
   */
  record Outside(UnaryOperator<URI> addresses, UnaryOperator<ProcessOptions> programs) {
    /** Everything is what it is. */
    public static Outside real() {
      return new Outside(UnaryOperator.identity(), UnaryOperator.identity());
    }
  }

  /** A started bot. Closing it waits for running work, within the settings' limit. */
  interface RunningBot extends AutoCloseable {
    /** The address that it listens on. */
    URI address();

    @Override
    void close();
  }
}
