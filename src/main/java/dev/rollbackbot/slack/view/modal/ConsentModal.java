package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The modal in which a person consents to a script or a restore: what it shows is what is consented
 * to.
 */
public final class ConsentModal {
  private static final int NAME = 100;

  private ConsentModal() {}

  /** The value's arguments are the id of the step and what the panel showed. */
  public static View view(ModalContext context) {
    Incident incident = context.incident();
    String id = context.about().argument(0);
    Optional<StepRun> step = incident.currentStep(id);
    Optional<DatabaseSpec> spec =
        step.flatMap(s -> DatabaseSteps.spec(incident.details(), s.step()));
    if (spec.isEmpty()
        || step.isEmpty()
        || !(step.get().status() instanceof StepRun.AwaitingConsent asked)) {
      return ActionModals.modal(
          context,
          "Consent",
          "Consent",
          List.of(BlockKit.section("This step waits for no consent now.")));
    }
    Optional<RestorePoint> restore = step.get().step().restore();
    if (restore.isPresent()) {
      return ActionModals.modal(
          context,
          "Consent to a restore",
          "Consent",
          List.of(
              BlockKit.section(RestoreModal.lost(restore.get(), asked.reading())),
              BlockKit.section(RestoreModal.limits(restore.get())),
              typedName(restore.get().spec())));
    }
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(BlockKit.section(numbers(spec.get(), asked.reading())));
    blocks.add(BlockKit.section(script(spec.get())));
    Mrkdwn.preformattedParts(spec.get().script().text()).stream()
        .map(BlockKit::section)
        .forEach(blocks::add);
    blocks.add(BlockKit.section(wayBack(spec.get(), step.get())));
    blocks.add(typedName(spec.get()));
    return ActionModals.modal(context, "Consent to a script", "Consent", blocks);
  }

  private static LayoutBlock typedName(DatabaseSpec spec) {
    return BlockKit.input(
        ActionModals.TEXT,
        "Name of the database",
        "Type %s to consent.".formatted(spec.database()),
        false,
        BlockKit.text(ActionModals.TEXT, false, NAME));
  }

  private static String numbers(DatabaseSpec spec, DatabaseReading reading) {
    return "On *%s* of %s, read for this consent:\n%s"
        .formatted(
            Mrkdwn.quote(spec.database()),
            spec.provider(),
            reading.counts().stream()
                .map(c -> "• " + Mrkdwn.quote(c.label()) + ": *" + Mrkdwn.quote(c.value()) + "*")
                .collect(Collectors.joining("\n")));
  }

  private static String script(DatabaseSpec spec) {
    return "%s, SHA-256 `%s`, in one transaction. The numbers are read again in it: if they differ, nothing is changed, and a retry asks for another consent."
        .formatted(Mrkdwn.quote(spec.script().name()), DatabaseSteps.scriptHash(spec));
  }

  private static String wayBack(DatabaseSpec spec, StepRun step) {
    String limits =
        spec.provider().equals(DatabaseSpec.D1)
            ? "A bookmark is taken right before. Going back to it restores the whole database in"
                + " place: every write since is lost, queries under way are cancelled, and"
                + " Cloudflare allows 10 restores in 10 minutes. It is offered as a button after"
                + " the script.\n"
            : StepText.restoreOffered(spec) + "\n";
    return limits
        + step.step()
            .job()
            .flatMap(PlannedJob::wayBack)
            .map(way -> "_Way back:_ " + Mrkdwn.quote(way))
            .orElse("_There is no way back._");
  }
}
