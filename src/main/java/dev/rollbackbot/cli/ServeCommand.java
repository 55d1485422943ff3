package dev.rollbackbot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bot. */
@Command(
    name = "serve",
    description = "Run the bot. Its settings come from the environment; see the README.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--dry-start",
      description =
          "Start, and stop at once. Tries the settings and the database; makes an AOT cache with"
              + " -XX:AOTCacheOutput.")
  private boolean dryStart;

  private final BotStarter starter;

  public ServeCommand(BotStarter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() {
    Settings settings = Settings.from(System.getenv());
    BotStarter.RunningBot bot = starter.start(settings, BotStarter.Outside.real());
    if (dryStart) {
      bot.close();
      return 0;
    }
    Shutdown.await(settings.stopWithin(), bot);
    return 0;
  }
}
