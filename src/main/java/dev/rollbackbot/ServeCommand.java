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
    Settings settings = Settings.from(System.getenv());
    Bot bot = Bot.start(settings);
    Shutdown.await(settings.stopWithin(), bot);
    return 0;
  }
}
