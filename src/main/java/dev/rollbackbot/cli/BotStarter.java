package dev.rollbackbot.cli;

import java.net.URI;

/** Starts the bot; keeps the commands independent of its wiring. */
@FunctionalInterface
public interface BotStarter {
  RunningBot start(Settings settings);

  /** A started bot. Closing it waits for running work, within the settings' limit. */
  interface RunningBot extends AutoCloseable {
    /** The address that it listens on. */
    URI address();

    @Override
    void close();
  }
}
