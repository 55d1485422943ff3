package dev.rollbackbot.cli;

import dev.rollbackbot.app.Runbooks.InvalidRunbook;
import dev.rollbackbot.paper.PaperChecklist;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "runbook",
    description = "Check and show runbooks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class RunbookCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "check",
      description = "Print every problem as file:line:column. Exits with 1 when there is an error.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files) {
    boolean valid = true;
    for (Path file : files) {
      valid &= check(file);
    }
    return valid ? 0 : 1;
  }

  private boolean check(Path file) {
    PrintWriter out = spec.commandLine().getOut();
    String text;
    try {
      text = RunbookDirectory.text(file);
    } catch (IOException e) {
      out.println(file + ": can't be read: " + RunbookDirectory.readErrorText(e));
      return false;
    }
    var problems =
        new RunbookReader(System.getenv())
            .read(file.toString(), text, RunbookDirectory.beside(file))
            .problems();
    problems.forEach(out::println);
    long errors =
        problems.stream().filter(p -> p.level() == RunbookReader.ProblemLevel.ERROR).count();
    long warnings = problems.size() - errors;
    out.println(file + ": " + count(errors, "error") + ", " + count(warnings, "warning"));
    return errors == 0;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  @Command(
      name = "new",
      description =
          "Print a commented runbook to start from, for a provider: cloudflare, github, http,"
              + " kubernetes or process.",
      mixinStandardHelpOptions = true)
  int create(@Parameters(paramLabel = "PROVIDER") String provider) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<String> skeleton = RunbookSkeleton.of(provider);
    out.println(
        skeleton.orElseGet(() ->
            "There is none for %s. There is: %s"
                .formatted(provider, String.join(", ", RunbookSkeleton.PROVIDERS))));
    return skeleton.isPresent() ? 0 : 1;
  }

  @Command(
      name = "show",
      description = "Print a runbook as people read it. RUNBOOKS says where it is looked for.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "ID") String id) {
    return with(id, runbook -> Optional.of(RunbookPrinter.of(runbook)));
  }

  @Command(
      name = "print",
      description =
          "Print a runbook's checklist as a page of HTML for paper, to be filled in by hand."
              + " RUNBOOKS says where the runbook is looked for.",
      mixinStandardHelpOptions = true)
  int print(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--environment",
              paramLabel = "ID",
              description = "The runbook's first one without it.")
          Optional<String> environment) {
    return with(
        id,
        runbook ->
            environment
                .map(runbook::environment)
                .orElseGet(() -> Optional.of(runbook.environments().getFirst()))
                .map(place -> PaperChecklist.empty(runbook, place, Instant.now())));
  }

  /** {@code text} is empty where the runbook has no such environment. */
  private int with(String id, Function<Runbook, Optional<String>> text) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> environment = System.getenv();
    RunbookDirectory runbooks =
        RunbookDirectory.read(
            new RunbookSource(
                Optional.ofNullable(environment.get("RUNBOOKS")).map(Path::of),
                environment,
                Optional.empty()));
    Optional<Runbook> runbook = runbooks.find(id);
    if (runbook.isPresent()) {
      Optional<String> printed = text.apply(runbook.get());
      out.println(
          printed.orElseGet(() ->
              "It has no such environment. There is: "
                  + String.join(
                      ", ", runbook.get().environments().stream().map(e -> e.id()).toList())));
      return printed.isPresent() ? 0 : 1;
    }
    String ids = String.join(", ", runbooks.all().stream().map(Runbook::id).toList());
    out.println("There is no runbook " + id + ". There is: " + (ids.isEmpty() ? "none" : ids));
    for (InvalidRunbook invalid : runbooks.invalid()) {
      for (String problem : invalid.problems()) {
        out.println(problem.startsWith(invalid.file()) ? problem : invalid.file() + ": " + problem);
      }
    }
    return 1;
  }
}
