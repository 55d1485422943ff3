package dev.rollbackbot.cli;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A runbook as plain text. */
final class RunbookPrinter {
  private static final String EVERYBODY = "everybody in the incidents channel";

  private final StringBuilder out = new StringBuilder();

  private RunbookPrinter() {}

  static String of(Runbook runbook) {
    RunbookPrinter printer = new RunbookPrinter();
    printer.line(
        "%s (%s) %s, %s"
            .formatted(runbook.name(), runbook.id(), runbook.version(), runbook.updated()));
    printer.triggers(runbook);
    printer.checklist(runbook);
    runbook.methods().forEach(method -> printer.method(runbook, method));
    printer.verification(runbook.verification());
    printer.database(runbook);
    runbook.environments().forEach(e -> printer.environment(runbook, e));
    printer.remaining(runbook);
    return printer.out.toString();
  }

  private void triggers(Runbook runbook) {
    line("\nWhen to roll back");
    for (Trigger trigger : runbook.triggers()) {
      line("- %s (%s)".formatted(trigger.text(), trigger.kind().name().toLowerCase(Locale.ROOT)));
      trigger.measurement().ifPresent(m -> measured(trigger, m));
    }
    line("\nDecision");
    for (DecisionRule rule : runbook.guidance()) {
      line(
          "- %s%s: %s%s. %s"
              .formatted(
                  rule.affectingUsers() ? "users feel it" : "users do not feel it",
                  rule.severity().map(s -> ", " + s).orElse(""),
                  rule.advice(),
                  rule.deadline().map(d -> " within " + d.toMinutes() + " min").orElse(""),
                  rule.reason()));
    }
  }

  private void measured(Trigger trigger, TriggerMeasurement measurement) {
    line(
        "  measured at \"%s\" every %d s for %d min after each deployment; fires after %d in a row; mode %s"
            .formatted(
                measurement.service(),
                measurement.every().toSeconds(),
                measurement.after().toMinutes(),
                measurement.fires(),
                trigger.modes().elsewhere().name().toLowerCase(Locale.ROOT)));
  }

  private void checklist(Runbook runbook) {
    line("\nBefore");
    for (ChecklistItem item : runbook.checklist()) {
      line("- %s%s".formatted(item.title(), item.byPerson() ? "" : " (the bot does it)"));
    }
  }

  private void method(Runbook runbook, Method method) {
    line(
        "\nMethod: %s%s"
            .formatted(method.name(), method.when().isBlank() ? "" : " (" + method.when() + ")"));
    int number = 0;
    for (Step step : method.steps()) {
      line("%d. %s%s".formatted(++number, step.title(), beside(method, step)));
      switch (step) {
        case Step.RollBackService rollBack -> {
          line("   Expected: %s".formatted(rollBack.expected()));
          rollBack.cannotUndo().forEach(c -> line("   Not undone: %s".formatted(c)));
          rollBack.byHand().forEach(this::instructions);
        }
        case Step.JobStep run -> {
          line("   Runs: %s".formatted(run.job().summary(Map.of())));
          runbook.doneWhen(run).ifPresent(text -> line("   " + text));
          line("   Expected: %s".formatted(run.expected()));
          line("   Way back: %s".formatted(run.wayBack().orElse("none")));
          run.cannotUndo().forEach(c -> line("   Not undone: %s".formatted(c)));
          run.byHand().forEach(this::instructions);
        }
        case Step.Manual manual -> line(manual.instruction().indent(3).stripTrailing());
      }
    }
  }

  private static String beside(Method method, Step step) {
    String others = method.beside(step).stream().map(Step::title).collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : " (at the same time as: " + others + ")";
  }

  private void instructions(Instructions instructions) {
    line("   By hand, %s:".formatted(instructions.title()));
    line(instructions.text().indent(6).stripTrailing());
  }

  private void verification(Verification verification) {
    line("\nAfter");
    line(
        "Wait %d s; every probe passes %d times in a row."
            .formatted(verification.propagation().toSeconds(), verification.passesInARow()));
    for (Probe probe : verification.probes()) {
      line("- %s: %s".formatted(probe.title(), measurement(probe)));
    }
    for (HumanCheck check : verification.checks()) {
      String where =
          check.measuredBy().isEmpty()
              ? ""
              : ", where it isn't measured by " + String.join(", ", check.measuredBy());
      line("- %s (a person%s)".formatted(check.title(), where));
    }
    line(
        "The probes and what is live are watched for %d min after RESOLVED."
            .formatted(verification.watch().toMinutes()));
  }

  private static String measurement(Probe probe) {
    return switch (probe.measurement()) {
      case HttpGet get ->
          "GET %s on %s gives %s".formatted(get.path(), probe.service(), get.statuses());
      case MetricQuery query -> "%s answers %s".formatted(query.source(), query.query());
    };
  }

  private void database(Runbook runbook) {
    runbook
        .database()
        .ifPresent(procedure -> {
          line("\nDatabase");
          line(procedure.when());
          procedure.steps().forEach(this::instructions);
        });
  }

  private void environment(Runbook runbook, Environment environment) {
    line("\nEnvironment: %s".formatted(environment.id()));
    line("Responders: %s".formatted(environment.responders().orElse(EVERYBODY)));
    line("Approvers: %s".formatted(environment.approvers().orElse(EVERYBODY)));
    line(
        switch (environment.breakGlass()) {
          case CRITICAL -> "Without an approval: critical incidents only, with a reason";
          case NEVER -> "Without an approval: never";
        });
    if (!environment.outsideResponders().isEmpty()) {
      line(
          "Guests and people of other companies who may act: %s"
              .formatted(String.join(", ", environment.outsideResponders())));
    }
    line("Stakeholders: %s".formatted(String.join(", ", environment.stakeholders())));
    runbook
        .services()
        .forEach(service ->
            line(
                "- %s: %s%s"
                    .formatted(
                        service.name(),
                        runbook.serviceIn(environment, service.id()).resource(),
                        runbook
                            .address(environment, service.id())
                            .map(a -> " at " + a)
                            .orElse(""))));
  }

  private void remaining(Runbook runbook) {
    line("\nSign-off");
    line(
        "%s; %s (another person)"
            .formatted(runbook.signOff().rolledBack(), runbook.signOff().verified()));
    line("\nDrill, %s".formatted(runbook.drill().cadence()));
    runbook.drill().steps().forEach(s -> line("- %s".formatted(s)));
    runbook.drill().checklist().forEach(item -> line("[ ] %s".formatted(item.text())));
    line("\nContacts");
    runbook
        .contacts()
        .forEach(c ->
            line(
                "- %s: %s%s"
                    .formatted(c.role(), c.reach(), c.placeholder() ? " (placeholder)" : "")));
    line("\nDocuments");
    line(
        runbook.documents().stream()
            .map(d -> "- " + d.title() + ": " + d.link())
            .collect(Collectors.joining("\n")));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
