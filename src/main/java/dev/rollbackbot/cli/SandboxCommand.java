package dev.rollbackbot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the bot in the sandbox, a jar of its own that an installation may leave out. No signature
 * here names a type of that jar: picocli inspects every command by reflection at each start.
 */
@Command(
    name = "sandbox",
    description =
        "Try the bot on this machine: stand-ins for Slack, Cloudflare, Kubernetes and GitHub, and a"
            + " page.",
    mixinStandardHelpOptions = true)
public final class SandboxCommand implements Callable<Integer> {
  private static final int PORT = 4000;
  private static final String ENTRY_CLASS = "/dev/rollbackbot/sandbox/Sandbox.class";

  @Option(names = "--port", description = "Port of the page; 0: any free one. Default: 4000.")
  private int port = PORT;

  @Option(names = "--bind", description = "Address to listen on. Default: 127.0.0.1.")
  private String bind = "127.0.0.1";

  @Option(names = "--socket", description = "Connect through Socket Mode instead of HTTP.")
  private boolean socket;

  @Option(
      names = "--runbooks",
      paramLabel = "FOLDER",
      description =
          "Play your own runbooks of this folder, or this file, against stand-ins of what they"
              + " name.")
  private Optional<Path> runbooks = Optional.empty();

  @Option(
      names = "--run-programs",
      description =
          "With --runbooks: run the programs that they name, as PROCESS_PROGRAMS allows. Without"
              + " it a stand-in is run, which does nothing.")
  private boolean runPrograms;

  @Option(
      names = "--play",
      paramLabel = "RUNBOOK",
      description =
          "Play one rollback of this runbook to its end by two people of the sandbox, without a"
              + " browser, and end. Exit status 0: it was resolved. Anything that goes wrong on the"
              + " way is left to time out.")
  private Optional<String> play = Optional.empty();

  private final BotStarter starter;

  public SandboxCommand(BotStarter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws IOException {
    if (runPrograms && runbooks.isEmpty()) {
      throw new IllegalArgumentException("--run-programs goes with --runbooks.");
    }
    if (SandboxCommand.class.getResource(ENTRY_CLASS) == null) {
      throw new IllegalStateException(
          "the sandbox is not installed; put rollback-bot-sandbox.jar into lib/");
    }
    SandboxLauncher.run(
        starter, new SandboxChoices(port, bind, socket, runbooks, runPrograms, play));
    return 0;
  }
}
