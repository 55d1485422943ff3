package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.DatePickerElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.EndingText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The small modals: a reason, a note, a choice, a day. */
public final class ActionModals {
  public static final String TEXT = "text";
  public static final String CHOICE = "choice";
  public static final String HOW = "how";
  public static final String DAY = "day";
  public static final String SKIP = "skip";

  /** Callback id of a notice. */
  public static final String NOTICE = "note";

  static final int MAX_REASON = 500;
  private static final int MIN_BREAK_GLASS_REASON = 10;
  private static final int MAX_EVIDENCE = 1_000;

  private ActionModals() {}

  /** Opens on top of a form, which keeps what was filled in. */
  public static View notice(String text) {
    return notice(List.of(BlockKit.section(text)));
  }

  /** Also with buttons. */
  public static View notice(List<LayoutBlock> blocks) {
    return BlockKit.modal(NOTICE, "Not done", "Back", blocks);
  }

  /** Takes the place of a form, or of a notice, whose decision comes later. */
  public static View received(String text) {
    return BlockKit.modal(NOTICE, "Received", "Close", List.of(BlockKit.section(text)));
  }

  /** Opens while what a modal shows is still being read. */
  public static View loading() {
    LayoutBlock text = BlockKit.section("One moment: this is still being read.");
    return BlockKit.modal(NOTICE, "One moment", "Close", List.of(text));
  }

  /** Takes the place of {@link #loading} when there is nothing to show. */
  public static View notRead() {
    LayoutBlock text =
        BlockKit.section("This can't be read at the moment. Close it and press the button again.");
    return BlockKit.modal(NOTICE, "Can't be read", "Close", List.of(text));
  }

  /** Takes the place of a notice after one of its buttons was pressed. */
  public static View done() {
    LayoutBlock text = BlockKit.section("That is done. The panel shows how it stands.");
    return BlockKit.modal(NOTICE, "Done", "Back", List.of(text));
  }

  public static View breakGlass(ModalContext context) {
    String warning =
        "You go on without a second person. Everybody is told, with your reason, and it stays on"
            + " record.";
    String question = "Why can't it wait for an approval?";
    PlainTextInputElement text = BlockKit.text(TEXT, true, MAX_REASON);
    text.setMinLength(MIN_BREAK_GLASS_REASON);
    return reason(context, "Break glass", "Break glass", Optional.of(warning), question, text);
  }

  public static View stepDone(ModalContext context) {
    LayoutBlock evidence =
        BlockKit.input(
            TEXT,
            "What shows it?",
            "A link or a note.",
            false,
            BlockKit.text(TEXT, true, MAX_EVIDENCE));
    return modal(context, "Done by hand", "Mark done", List.of(evidence));
  }

  public static View takeOverLock(ModalContext context) {
    String holder = context.about().argument(1);
    String warning =
        "What became of "
            + Mrkdwn.quote(holder)
            + "'s change is not known. If it takes effect later, it undoes yours. Both incidents"
            + " are told, with your reason.";
    String question = "Why can't it wait?";
    PlainTextInputElement text = BlockKit.text(TEXT, true, MAX_REASON);
    return reason(context, "Take over", "Take over", Optional.of(warning), question, text);
  }

  public static View cancel(ModalContext context) {
    Incident incident = context.incident();
    String warning =
        incident.state() instanceof State.Executing
                || !incident.details().earlierRollbacks().isEmpty()
            ? "What was done stays as it is; the last post lists what is live."
            : "Nothing has been changed.";
    String readers =
        StakeholderPosts.readReason(incident)
            ? " Stakeholders read the reason, and so does everybody in the incidents channel."
            : "";
    PlainTextInputElement text = BlockKit.text(TEXT, true, MAX_REASON);
    String typed = context.about().argument(0);
    if (!typed.isBlank()) {
      text.setInitialValue(Truncation.truncate(typed, MAX_REASON));
    }
    return reason(
        context,
        "Cancel " + incident.details().label(),
        "Cancel it",
        Optional.of(warning + readers),
        "Why?",
        text);
  }

  public static View methods(ModalContext context) {
    IncidentDetails details = context.incident().details();
    List<OptionObject> options =
        details.methods().stream()
            .map(m -> BlockKit.option(m.name(), m.id(), BlockKitLimits.nonEmpty(m.when())))
            .toList();
    String current = details.rollbackRequest().method();
    BlockElement choice =
        options.size() <= BlockKitLimits.RADIO_OPTIONS
            ? BlockKit.radio(CHOICE, options, current)
            : BlockKit.select(CHOICE, options, current);
    LayoutBlock input = BlockKit.input(CHOICE, "Method", false, choice);
    return modal(context, "Change method", "Change", List.of(input));
  }

  public static View closing(ModalContext context) {
    Incident incident = context.incident();
    List<LayoutBlock> blocks = new ArrayList<>();
    if (incident.state() instanceof State.Monitoring) {
      List<OptionObject> options =
          List.of(
              BlockKit.option("Fixed forward", CloseReason.FIXED_FORWARD.name()),
              BlockKit.option("A false alarm", CloseReason.FALSE_ALARM.name()));
      blocks.add(BlockKit.input(CHOICE, "How did it end?", false, BlockKit.radio(CHOICE, options)));
    }
    blocks.add(
        BlockKit.input(TEXT, "A note for the log", true, BlockKit.text(TEXT, true, MAX_EVIDENCE)));
    return modal(context, "Close " + incident.details().label(), "Close", blocks);
  }

  public static View items(ModalContext context) {
    List<OptionObject> options =
        context.incident().details().checklist().entries().stream()
            .filter(e ->
                !(e.status() instanceof ItemStatus.Done
                    || e.status() instanceof ItemStatus.Skipped))
            .map(e -> BlockKit.option(e.item().title(), e.item().id()))
            .toList();
    List<LayoutBlock> fields =
        resolveFields(context, "Which item?", options, "It is done", "Skip it");
    return modal(context, "Checklist", "Save", fields);
  }

  public static View drillItems(ModalContext context) {
    List<OptionObject> options =
        DrillScores.items(context.incident().details()).stream()
            .filter(item -> !item.done())
            .limit(BlockKitLimits.OPTIONS)
            .map(item -> BlockKit.option(item.item().text(), Integer.toString(item.number())))
            .toList();
    List<LayoutBlock> fields =
        options.isEmpty()
            ? List.of(BlockKit.section("Everything is ticked already."))
            : List.of(
                BlockKit.input(CHOICE, "Which item?", false, BlockKit.select(CHOICE, options, "")),
                BlockKit.input(
                    TEXT, "What shows it?", false, BlockKit.text(TEXT, true, MAX_REASON)));
    return modal(context, "The drill's checklist", "Tick", fields);
  }

  public static View checks(ModalContext context) {
    List<OptionObject> options = new ArrayList<>();
    if (context.incident().state() instanceof State.Measuring measuring) {
      for (VerificationResults.CheckRun check : measuring.results().checks()) {
        if (!check.status().settled()) {
          options.add(BlockKit.option(check.check().title(), check.check().id()));
        }
      }
      for (VerificationResults.ProbeRun probe : measuring.results().probes()) {
        if (probe.waiver().isEmpty()) {
          options.add(BlockKit.option(probe.probe().title(), probe.probe().id()));
        }
      }
    }
    List<LayoutBlock> fields =
        resolveFields(context, "Which check?", options, "It is well, I looked", "Waive it");
    return modal(context, "Checks", "Save", fields);
  }

  public static View signVerified(ModalContext context) {
    Incident incident = context.incident();
    return modal(
        context,
        "Verified by",
        "Sign",
        List.of(signedText(incident), postMortem(incident.details(), context.now())));
  }

  public static View reason(ModalContext context, String title, String submit, String question) {
    return reason(
        context, title, submit, Optional.empty(), question, BlockKit.text(TEXT, true, MAX_REASON));
  }

  private static View reason(
      ModalContext context,
      String title,
      String submit,
      Optional<String> warning,
      String question,
      PlainTextInputElement text) {
    List<LayoutBlock> blocks = new ArrayList<>();
    warning.map(BlockKit::section).ifPresent(blocks::add);
    blocks.add(BlockKit.input(TEXT, question, false, text));
    return modal(context, title, submit, blocks);
  }

  static View modal(ModalContext context, String title, String submit, List<LayoutBlock> blocks) {
    View view = BlockKit.modal(context.callbackId(), title, "Back", blocks);
    view.setPrivateMetadata(context.about().encoded());
    return blocks.stream().anyMatch(InputBlock.class::isInstance)
        ? BlockKit.submittable(view, submit)
        : view;
  }

  private static List<LayoutBlock> resolveFields(
      ModalContext context, String question, List<OptionObject> options, String done, String skip) {
    if (options.isEmpty()) {
      return List.of(BlockKit.section("Everything is settled already."));
    }
    List<OptionObject> shown = options.stream().limit(BlockKitLimits.OPTIONS).toList();
    List<OptionObject> resolutions =
        List.of(BlockKit.option(done, "done"), BlockKit.option(skip, SKIP));
    return List.of(
        BlockKit.input(
            CHOICE, question, false, BlockKit.select(CHOICE, shown, context.about().argument(0))),
        BlockKit.input(HOW, "What about it?", false, BlockKit.radio(HOW, resolutions)),
        BlockKit.input(
            TEXT,
            "Link, note or reason",
            "A reason is needed to leave something out.",
            true,
            BlockKit.text(TEXT, true, MAX_EVIDENCE)));
  }

  private static LayoutBlock signedText(Incident incident) {
    if (!(incident.state() instanceof State.AwaitingSignOff state)) {
      return BlockKit.section("This incident has moved on.");
    }
    VerificationResults results = state.results();
    long waived =
        results.probes().stream().filter(p -> p.waiver().isPresent()).count()
            + results.checks().stream()
                .filter(c -> c.status() instanceof ItemStatus.Skipped)
                .count();
    String ending =
        EndingText.words(RollbackResults.of(incident.details(), state.rollback()).ending());
    return BlockKit.section(
        ("You sign that %d of %d checks hold%s, and that it ends *%s*, as the panel shows it."
                + " What is live is read once more first; %s.")
            .formatted(
                results.passedCount() - waived,
                results.count(),
                waived == 0 ? "" : ", %d waived".formatted(waived),
                ending,
                DrillText.afterSigning(incident.details())));
  }

  private static LayoutBlock postMortem(IncidentDetails details, Instant now) {
    LocalDate day =
        now.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .plusDays(details.runbook().signOff().postMortemWithinDays());
    return BlockKit.input(
        DAY,
        "Post-mortem on",
        "",
        false,
        DatePickerElement.builder().actionId(DAY).initialDate(day.toString()).build());
  }
}
