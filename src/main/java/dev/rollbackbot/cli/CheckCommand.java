package dev.rollbackbot.cli;

import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessLevel;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a rollback would work now. */
@Command(
    name = "check",
    description = {
      "Ask whether a rollback would work now, with the settings of the environment. Changes"
          + " nothing, also while the bot is running.",
      "Exits with 0 if it would, 3 with caveats, 4 if not; 1 if nothing could be asked, 2 for wrong"
          + " usage."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  /** Asks with the settings of the environment. */
  public interface ReadinessQuestion {
    /**
     * Asks for each environment that is meant.
     *
     * @param runbook an id; empty: all
     * @param environment an id; empty: all of each runbook
     * @return empty: there is no such runbook or environment
     */
    List<ReadinessReport> ask(Optional<String> runbook, Optional<String> environment);
  }

  @Parameters(
      paramLabel = "RUNBOOK",
      arity = "0..1",
      description = "Its id; without it all of them are checked.")
  private Optional<String> runbook = Optional.empty();

  @Option(
      names = "--environment",
      paramLabel = "ID",
      description = "Check it there only; without it everywhere.")
  private Optional<String> environment = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final ReadinessQuestion question;

  public CheckCommand(ReadinessQuestion question) {
    this.question = question;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ReadinessReport> reports = question.ask(runbook, environment);
    if (reports.isEmpty()) {
      out.println("There is no such runbook or environment that can be used.");
      return 1;
    }
    for (ReadinessReport report : reports) {
      out.println(
          "%s %s: %s".formatted(report.runbook(), report.environment(), report.level().words()));
      report.notes().forEach(note -> out.println("  " + note));
      report.problems().forEach(problem -> out.println(line(problem)));
    }
    return reports.stream()
        .map(ReadinessReport::level)
        .max(Comparator.naturalOrder())
        .map(CheckCommand::code)
        .orElseThrow();
  }

  private static String line(ReadinessFact problem) {
    String weight = problem.level() == ReadinessLevel.NOT_READY ? "not ready" : "caveat";
    return "  %s: %s".formatted(weight, problem.text());
  }

  private static int code(ReadinessLevel level) {
    return switch (level) {
      case READY -> 0;
      case READY_WITH_CAVEATS -> 3;
      case NOT_READY -> 4;
    };
  }
}
