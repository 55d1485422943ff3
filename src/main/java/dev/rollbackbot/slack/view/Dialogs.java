package dev.rollbackbot.slack.view;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.DatePickerElement;
import com.slack.api.model.block.element.RadioButtonsElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.rollbackbot.incident.Ending;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Mark;
import dev.rollbackbot.incident.Measurements;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.runbook.Method;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The small dialogs: a reason, a note, a choice, a day. */
final class Dialogs {
  static final String TEXT = "text";
  static final String CHOICE = "choice";
  static final String HOW = "how";
  static final String DAY = "day";
  static final String SKIP = "skip";

  private static final int REASON = 500;
  private static final int EVIDENCE = 1_000;

  private Dialogs() {}

  static View of(
      Verb verb, Value about, Incident s, List<Timeline.Entry> log, Names names, Instant now) {
    Facts f = s.facts();
    return switch (verb) {
      case BREAK_GLASS ->
          reason(
              verb,
              about,
              "Break glass",
              "Break glass",
              "You go on without a second person. Everybody is told, with your reason, and it"
                  + " stays on record.",
              "Why can't it wait for an approval?");
      case SKIP_STEP ->
          reason(verb, about, "Skip this step", "Skip it", "", "Why can it be left out?");
      case STEP_DONE ->
          modal(
              verb,
              about,
              "Done by hand",
              "Mark done",
              List.of(
                  Kit.input(
                      TEXT,
                      "What shows it?",
                      "A link or a note.",
                      false,
                      Kit.text(TEXT, true, EVIDENCE))));
      case END_WAIT ->
          reason(verb, about, "End the wait", "End it", "", "Why need we not wait any longer?");
      case CANCEL ->
          reason(
              verb,
              about,
              "Cancel",
              "Cancel it",
              s.state() instanceof State.Executing || !f.earlier().isEmpty()
                  ? "What was done stays as it is; the last post lists what is live."
                  : "Nothing has been changed.",
              "Why?");
      case REOPEN -> reason(verb, about, "It came back", "Reopen", "", "What is seen?");
      case CHANGE_METHOD -> modal(verb, about, "Change method", "Change", List.of(methods(f)));
      case CLOSE -> modal(verb, about, "Close " + f.id().label(), "Close", closing(s));
      case SETTLE_ITEM -> modal(verb, about, "Checklist", "Save", items(f, about.arg(0)));
      case SETTLE_CHECK -> modal(verb, about, "Checks", "Save", checks(s, about.arg(0)));
      case SIGN_VERIFIED ->
          modal(verb, about, "Verified by", "Sign", List.of(warningOf(s), postMortem(f, now)));
      case LOG -> LogView.of(s, log, names);
      case GUIDE -> Guide.view(s);
      case DONE_ITEM,
          RETRY_ITEM,
          SURVEY,
          CHANGE_TARGET,
          APPROVE,
          PAUSE,
          RESUME,
          STOP_AFTER,
          RETRY_STEP,
          NEXT_METHOD,
          NEW_PLAN,
          DONE_CHECK,
          RUN_AGAIN,
          SIGN_ROLLED_BACK,
          ROLL_BACK,
          POST_MORTEM ->
          throw new IllegalArgumentException(verb + " opens no dialog");
    };
  }

  static String errorField(Verb verb) {
    return switch (verb) {
      case CHANGE_METHOD -> CHOICE;
      case SIGN_VERIFIED -> DAY;
      case LOG, GUIDE -> "";
      case BREAK_GLASS,
          SKIP_STEP,
          STEP_DONE,
          END_WAIT,
          CANCEL,
          REOPEN,
          CLOSE,
          SETTLE_ITEM,
          SETTLE_CHECK,
          DONE_ITEM,
          RETRY_ITEM,
          SURVEY,
          CHANGE_TARGET,
          APPROVE,
          PAUSE,
          RESUME,
          STOP_AFTER,
          RETRY_STEP,
          NEXT_METHOD,
          NEW_PLAN,
          DONE_CHECK,
          RUN_AGAIN,
          SIGN_ROLLED_BACK,
          ROLL_BACK,
          POST_MORTEM ->
          TEXT;
    };
  }

  private static View reason(
      Verb verb, Value about, String title, String submit, String warning, String question) {
    List<LayoutBlock> blocks = new ArrayList<>();
    if (!warning.isEmpty()) {
      blocks.add(Kit.section(warning));
    }
    blocks.add(Kit.input(TEXT, question, "", false, Kit.text(TEXT, true, REASON)));
    return modal(verb, about, title, submit, blocks);
  }

  private static View modal(
      Verb verb, Value about, String title, String submit, List<LayoutBlock> blocks) {
    View view =
        View.builder()
            .type("modal")
            .callbackId(verb.callbackId())
            .privateMetadata(about.encoded())
            .title(ViewTitle.builder().type("plain_text").text(title(title)).build())
            .close(ViewClose.builder().type("plain_text").text("Back").build())
            .blocks(blocks)
            .build();
    if (blocks.stream().anyMatch(InputBlock.class::isInstance)) {
      view.setSubmit(ViewSubmit.builder().type("plain_text").text(submit).build());
    }
    return view;
  }

  static String title(String text) {
    return Limits.cut(text, Limits.TITLE);
  }

  private static LayoutBlock methods(Facts f) {
    List<OptionObject> options =
        f.runbook().methods().stream()
            .map(m -> Kit.option(m.name(), m.id(), Limits.some(m.when())))
            .toList();
    return Kit.input(CHOICE, "Method", "", false, radio(CHOICE, options, index(f)));
  }

  private static int index(Facts f) {
    List<String> ids = f.runbook().methods().stream().map(Method::id).toList();
    return Math.max(0, ids.indexOf(f.request().method()));
  }

  private static List<LayoutBlock> closing(Incident s) {
    List<LayoutBlock> out = new ArrayList<>();
    if (s.state() instanceof State.Monitoring) {
      List<OptionObject> options =
          List.of(
              Kit.option("Fixed forward", Ending.FIXED_FORWARD.name()),
              Kit.option("A false alarm", Ending.FALSE_ALARM.name()));
      out.add(Kit.input(CHOICE, "How did it end?", "", false, undecided(CHOICE, options)));
    }
    out.add(Kit.input(TEXT, "A note for the log", "", true, Kit.text(TEXT, true, EVIDENCE)));
    return out;
  }

  private static List<LayoutBlock> items(Facts f, String chosen) {
    List<OptionObject> options =
        f.checklist().entries().stream()
            .filter(e -> !(e.mark() instanceof Mark.Done || e.mark() instanceof Mark.Skipped))
            .limit(Limits.OPTIONS)
            .map(e -> Kit.option(e.item().title(), e.item().id()))
            .toList();
    return settle("Which item?", options, chosen, "It is done", "Skip it");
  }

  private static List<LayoutBlock> checks(Incident s, String chosen) {
    List<OptionObject> options = new ArrayList<>();
    if (s.state() instanceof State.Measuring m) {
      for (Measurements.CheckRun c : m.measurements().checks()) {
        if (!c.mark().settled()) {
          options.add(Kit.option(c.check().title(), c.check().id()));
        }
      }
      for (Measurements.ProbeRun p : m.measurements().probes()) {
        if (p.waiver().isEmpty()) {
          options.add(Kit.option(p.probe().title(), p.probe().id()));
        }
      }
    }
    return settle("Which check?", options, chosen, "It is well, I looked", "Waive it");
  }

  private static List<LayoutBlock> settle(
      String question, List<OptionObject> options, String chosen, String done, String skip) {
    if (options.isEmpty()) {
      return List.of(Kit.section("Everything is settled already."));
    }
    BlockElement which =
        StaticSelectElement.builder()
            .actionId(CHOICE)
            .options(options.subList(0, Math.min(options.size(), Limits.OPTIONS)))
            .initialOption(
                options.stream()
                    .filter(o -> o.getValue().equals(chosen))
                    .findFirst()
                    .orElse(options.get(0)))
            .build();
    List<OptionObject> how = List.of(Kit.option(done, "done"), Kit.option(skip, SKIP));
    return List.of(
        Kit.input(CHOICE, question, "", false, which),
        Kit.input(HOW, "What about it?", "", false, undecided(HOW, how)),
        Kit.input(
            TEXT,
            "Link, note or reason",
            "A reason is needed to leave something out.",
            true,
            Kit.text(TEXT, true, EVIDENCE)));
  }

  /** Nothing is chosen for people where a slip of the thumb would count. */
  private static BlockElement undecided(String id, List<OptionObject> options) {
    return RadioButtonsElement.builder().actionId(id).options(options).build();
  }

  private static BlockElement radio(String id, List<OptionObject> options, int chosen) {
    return RadioButtonsElement.builder()
        .actionId(id)
        .options(options)
        .initialOption(options.get(chosen))
        .build();
  }

  /** Exactly what is being signed. */
  private static LayoutBlock warningOf(Incident s) {
    String measured =
        s.state() instanceof State.Measuring m
            ? m.measurements().settledCount() + " of " + m.measurements().count()
            : "0";
    return Kit.section(
        "You sign that "
            + measured
            + " checks hold, as the panel shows them. Then everybody is told that it is"
            + " resolved.");
  }

  private static LayoutBlock postMortem(Facts f, Instant now) {
    LocalDate day =
        now.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .plusDays(f.runbook().signOff().postMortemWithinDays());
    return Kit.input(
        DAY,
        "Post-mortem on",
        "",
        false,
        DatePickerElement.builder().actionId(DAY).initialDate(day.toString()).build());
  }
}
