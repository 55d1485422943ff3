package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.app.readiness.ReadinessNotices.ChangedReadiness;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessLevel;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a rollback would work, as people read it. */
public final class ReadinessBlocks {
  /** A section of Slack's holds so many. */
  private static final int SHOWN = 12;

  /** So many fit into a line of the panel. */
  private static final int IN_A_LINE = 3;

  private static final int LONGEST = 150;

  private ReadinessBlocks() {}

  /** For one person. */
  public static OutgoingMessage message(List<Runbook> runbooks, List<ReadinessReport> reports) {
    String all =
        reports.stream()
            .map(report -> text(name(runbooks, report), report))
            .collect(Collectors.joining("\n\n"));
    List<LayoutBlock> blocks = new ArrayList<>(BlockKit.sections(all));
    blocks.add(
        BlockKit.context(
            "%s. Nothing was changed, and nobody was asked for anything."
                .formatted(Mrkdwn.since("Asked", reports.getLast().at()))));
    return new OutgoingMessage("Would a rollback work now?", blocks);
  }

  /** For the incidents channel. */
  public static OutgoingMessage news(List<ChangedReadiness> changed) {
    String first = "*Would a rollback work now? It is not as it was the night before.*";
    String all =
        changed.stream()
            .map(each -> text(each.runbook().name(), each.report()))
            .collect(Collectors.joining("\n\n", first + "\n\n", ""));
    return new OutgoingMessage(first, BlockKit.sections(all));
  }

  private static String name(List<Runbook> runbooks, ReadinessReport report) {
    return runbooks.stream()
        .filter(r -> r.id().equals(report.runbook()))
        .map(Runbook::name)
        .findFirst()
        .orElse(report.runbook());
  }

  private static String text(String name, ReadinessReport report) {
    List<ReadinessFact> problems = report.problems();
    StringBuilder out =
        new StringBuilder(
            "%s *%s* in %s: *%s*"
                .formatted(
                    mark(report.level()),
                    Mrkdwn.escape(name),
                    Mrkdwn.escape(report.environment()),
                    report.level().words()));
    report.notes().forEach(note -> out.append("\n").append(Mrkdwn.quote(note)));
    problems.stream().limit(SHOWN).forEach(fact -> out.append("\n• ").append(line(fact)));
    if (problems.size() > SHOWN) {
      out.append("\n… and ").append(problems.size() - SHOWN).append(" more");
    }
    return out.toString();
  }

  private static String line(ReadinessFact fact) {
    String text = Mrkdwn.quote(fact.text());
    return fact.level() == ReadinessLevel.NOT_READY ? "*" + text + "*" : text;
  }

  private static String mark(ReadinessLevel level) {
    return switch (level) {
      case READY -> ":white_check_mark:";
      case READY_WITH_CAVEATS -> ":warning:";
      case NOT_READY -> ":no_entry:";
    };
  }

  /** What was known before something happened, for the panel of an incident. */
  public static String line(ReadinessReport report) {
    List<ReadinessFact> problems = report.problems();
    String first =
        problems.stream()
            .limit(IN_A_LINE)
            .map(fact -> Mrkdwn.quote(shortened(fact.text())))
            .collect(Collectors.joining(" "));
    String more =
        problems.size() > IN_A_LINE ? " … and %d more".formatted(problems.size() - IN_A_LINE) : "";
    return "%s: %s%s"
        .formatted(
            Mrkdwn.since("Readiness", report.at()),
            words(report),
            first.isEmpty() ? "" : ": " + first + more);
  }

  private static String words(ReadinessReport report) {
    int count = report.problems().size();
    return switch (report.level()) {
      case READY, NOT_READY -> report.level().words();
      case READY_WITH_CAVEATS -> "ready with %d caveat%s".formatted(count, count == 1 ? "" : "s");
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST - 1))) + "…";
  }
}
