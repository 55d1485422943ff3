package dev.rollbackbot;

import dev.rollbackbot.cli.BackupCommand;
import dev.rollbackbot.cli.CheckCommand;
import dev.rollbackbot.cli.PeopleCommand;
import dev.rollbackbot.cli.RunbookCommand;
import dev.rollbackbot.cli.SandboxCommand;
import dev.rollbackbot.cli.ServeCommand;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.cli.StartupErrors;
import org.eclipse.parsson.JsonProviderImpl;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "rollback-bot",
    description = "A calm, guided, recorded way back to a working system, in Slack.",
    mixinStandardHelpOptions = true,
    version = "rollback-bot 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Exit codes: 0 success, 1 problems found, 2 wrong usage; those of check are its own. */
  public static void main(String[] args) {
    // Without it every call of jakarta.json.Json searches the class path for its provider.
    System.setProperty("jakarta.json.provider", JsonProviderImpl.class.getName());
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(new ServeCommand(Bot::start))
        .addSubcommand(new SandboxCommand(Bot::start))
        .addSubcommand(
            new CheckCommand((runbook, environment) ->
                ReadinessParts.ask(Settings.from(System.getenv()), runbook, environment)))
        .addSubcommand(new RunbookCommand())
        .addSubcommand(new BackupCommand())
        .addSubcommand(new PeopleCommand(Bot::openDatabase))
        .setExecutionExceptionHandler((exception, line, _) -> {
          line.getErr().println(StartupErrors.sentence(exception));
          return 1;
        });
  }
}
