package dev.rollbackbot.cli;

import java.net.URI;

/** Starts the bot. Given to the commands, so that they don't depend on its wiring. */
@FunctionalInterface
public interface BotStarter {
  RunningBot start(Settings settings);

  /** A started bot. Closing it waits for work under way, within the settings' limit. */
  interface RunningBot extends AutoCloseable {
    /** Where it listens. */
    URI address();

    @Override
    void close();
  }
}
