package dev.rollbackbot;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "rollback-bot",
    description = "A calm, guided, recorded way back to a working system, in Slack.",
    mixinStandardHelpOptions = true,
    version = "rollback-bot 0.1.0",
    subcommands = {ServeCommand.class, SandboxCommand.class, RunbookCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code: 0 well, 1 problems found, 2 wrong usage. */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, line, _) -> {
          line.getErr().println(Failures.sentence(e));
          return 1;
        });
  }
}
