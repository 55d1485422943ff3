package dev.rollbackbot;

import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about runbooks. */
@Command(
    name = "runbook",
    description = "Check and show runbooks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RunbookCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "check",
      description = "Print every problem as file:line:column. Exits with 1 when there is an error.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
    boolean sound = true;
    for (Path file : files) {
      sound &= check(file);
    }
    return sound ? 0 : 1;
  }

  private boolean check(Path file) {
    PrintWriter out = spec.commandLine().getOut();
    String text;
    try {
      text = RunbookLibrary.text(file);
    } catch (IOException e) {
      out.println(file + ": can't be read: " + RunbookLibrary.why(e));
      return false;
    }
    RunbookReader.Reading reading = new RunbookReader(System.getenv()).read(file.toString(), text);
    reading.problems().forEach(out::println);
    long errors =
        reading.problems().stream().filter(p -> p.level() == RunbookReader.Level.ERROR).count();
    long warnings = reading.problems().size() - errors;
    out.println(file + ": " + count(errors, "error") + ", " + count(warnings, "warning"));
    return errors == 0;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  @Command(
      name = "show",
      description = "Print a runbook as people read it. RUNBOOKS says where it is looked for.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "ID") String id) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> environment = System.getenv();
    RunbookLibrary library =
        RunbookLibrary.read(
            Optional.ofNullable(environment.get("RUNBOOKS")).map(Path::of),
            environment,
            Optional.empty());
    Optional<Runbook> runbook = library.find(id);
    if (runbook.isEmpty()) {
      out.println(
          "There is no runbook "
              + id
              + ". There is: "
              + (library.all().isEmpty()
                  ? "none"
                  : String.join(", ", library.all().stream().map(Runbook::id).toList())));
      library
          .broken()
          .forEach(b ->
              b.problems()
                  .forEach(p -> out.println(p.startsWith(b.file()) ? p : b.file() + ": " + p)));
      return 1;
    }
    out.println(RunbookText.of(runbook.get()));
    return 0;
  }
}
