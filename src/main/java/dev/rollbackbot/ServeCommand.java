package dev.rollbackbot;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the bot. */
@Command(
    name = "serve",
    description = "Run the bot. Its settings come from the environment; see the README.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Bot bot = Bot.start(Settings.from(System.getenv()));
    Shutdown.await(bot);
    return 0;
  }
}
