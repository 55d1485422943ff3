package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The modal that declares an incident; the advice follows the decision rules as people choose. */
public final class DeclareModal {
  public static final String CALLBACK = "declare";

  /** Of the modal that opens a drill: which it is can't be changed in it. */
  public static final String DRILL_CALLBACK = "declare-drill";

  static final int MAX_DESCRIPTION = 2_000;
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final Duration MAX_AHEAD = Duration.ofMinutes(2);

  /** Of the form's metadata: the runbook, the channel, and whether the form said "private". */
  private static final int PARTS = 3;

  private static final int PROMISED = 2;
  static final String OBSERVED = "observed";
  static final String AFFECTING = "affecting";
  static final String SEVERITY = "severity";
  static final String TEXT = "description";
  static final String DETECTED = "detected";
  public static final String BEGAN = "began";
  static final String LEAD = "lead";
  static final String METHOD = "method";
  static final String ENVIRONMENT = "environment";
  static final String VISIBILITY = "visibility";
  static final String YES = "yes";
  static final String NO = "no";

  private static final String DRILL_NOTE =
      "*DRILL*: nothing is wrong, and this says so everywhere. The rollback is real, in the"
          + " environment below; stakeholders are not told.";

  private DeclareModal() {}

  /** The modal's values; {@code runbook} is an id, {@code channel} where the command was typed. */
  public record DeclareForm(
      String runbook,
      String channel,
      Optional<String> environment,
      String observed,
      boolean affecting,
      Severity severity,
      String description,
      Instant detectedAt,
      String lead,
      String method,
      Optional<Instant> beganAt,
      Visibility visibility,
      boolean drill) {
    /** For a form without problems. */
    public Declaration declaration(Runbook runbook) {
      return new Declaration(
          environment.orElseGet(() -> runbook.environments().getFirst().id()),
          observed,
          description,
          affecting,
          severity,
          detectedAt,
          lead,
          method,
          beganAt,
          Optional.of(visibility),
          drill ? Optional.of(Declaration.Purpose.DRILL) : Optional.empty());
    }
  }

  /** Defaults for everything but the description. */
  public static DeclareForm fresh(
      Runbook runbook,
      Optional<String> environment,
      String channel,
      String caller,
      Instant now,
      boolean drill) {
    return new DeclareForm(
        runbook.id(),
        channel,
        environment.or(() -> runbook.environments().stream().map(Environment::id).findFirst()),
        runbook.triggers().stream().map(Trigger::id).findFirst().orElse(Declaration.OTHER),
        true,
        Severity.HIGH,
        "",
        now.truncatedTo(ChronoUnit.MINUTES),
        caller,
        DeclareInputs.methods(runbook, environment, drill).stream()
            .findFirst()
            .orElse(runbook.methods().getFirst())
            .id(),
        Optional.empty(),
        runbook.visibility(),
        drill);
  }

  public static View view(Runbook runbook, DeclareForm declareForm) {
    List<LayoutBlock> blocks = new ArrayList<>();
    if (declareForm.drill()) {
      blocks.add(BlockKit.section(DRILL_NOTE));
    }
    blocks.addAll(
        List.of(
            BlockKit.input(
                OBSERVED, "What was seen?", false, DeclareInputs.observed(runbook, declareForm)),
            dispatching(AFFECTING, "Is it affecting users?", DeclareInputs.affecting(declareForm)),
            dispatching(SEVERITY, "How severe is it?", DeclareInputs.severity(declareForm)),
            BlockKit.section(advice(runbook, declareForm)),
            BlockKit.input(
                TEXT,
                "Describe it",
                "What users see, in a sentence.",
                true,
                DeclareInputs.text(declareForm)),
            BlockKit.input(DETECTED, "Detected at", false, DeclareInputs.detectedAt(declareForm)),
            BlockKit.input(
                BEGAN,
                "It began at, if known",
                "The target must have been live before.",
                true,
                DeclareInputs.beganAt(declareForm)),
            BlockKit.input(LEAD, "Incident lead", false, DeclareInputs.lead(declareForm)),
            BlockKit.input(METHOD, "Method", false, DeclareInputs.method(runbook, declareForm)),
            BlockKit.input(
                ENVIRONMENT,
                "Environment",
                false,
                DeclareInputs.environment(runbook, declareForm))));
    blocks.add(
        switch (runbook.visibility()) {
          case PUBLIC ->
              BlockKit.input(
                  VISIBILITY, "Who may see it", false, DeclareInputs.visibility(declareForm));
          case PRIVATE -> BlockKit.context(DeclareInputs.ONLY_INVITED);
        });
    View view =
        declareForm.drill()
            ? BlockKit.modal(
                DRILL_CALLBACK,
                IncidentDetails.DRILL + " of " + runbook.shortName(),
                "Not now",
                blocks)
            : BlockKit.modal(CALLBACK, "Roll back " + runbook.shortName(), "Not now", blocks);
    String promised =
        runbook.visibility() == Visibility.PRIVATE ? " " + Visibility.PRIVATE.name() : "";
    view.setPrivateMetadata(runbook.id() + " " + declareForm.channel() + promised);
    return BlockKit.submittable(view, "Start");
  }

  static String advice(Runbook runbook, DeclareForm declareForm) {
    DecisionRule rule = runbook.decisionRule(declareForm.affecting(), declareForm.severity());
    String what =
        switch (rule.advice()) {
          case ROLL_BACK_NOW -> ":rotating_light: Roll back now";
          case ROLL_BACK ->
              "Roll back"
                  + rule.deadline().map(d -> " within " + d.toMinutes() + " minutes").orElse("");
          case FIX_FORWARD -> "Fix forward first";
          case MONITOR -> "Watch";
        };
    String then =
        rule.advice().startsRollback()
            ? "Start gets the rollback ready; nothing is changed before it is approved."
            : "Start opens the incident and watches; one button rolls back after all.";
    String reason = Mrkdwn.escape(rule.reason()) + (rule.reason().endsWith(".") ? "" : ".");
    return "*" + what + ".*  " + reason + "\n" + then;
  }

  private static LayoutBlock dispatching(String id, String label, BlockElement element) {
    InputBlock block = (InputBlock) BlockKit.input(id, label, false, element);
    block.setDispatchAction(true);
    return block;
  }

  /**
   * Missing values are the defaults, but the method and the environment are never assumed. What the
   * form said of privacy holds, although the runbook may say something else by now.
   */
  public static DeclareForm read(
      Runbook runbook, View view, String channel, String caller, Instant now) {
    boolean drill = DRILL_CALLBACK.equals(view.getCallbackId());
    DeclareForm defaults = fresh(runbook, Optional.empty(), channel, caller, now, drill);
    Map<String, String> fields = FormValues.of(view);
    return new DeclareForm(
        runbook.id(),
        channel,
        Optional.ofNullable(fields.get(ENVIRONMENT)),
        fields.getOrDefault(OBSERVED, defaults.observed()),
        !NO.equals(fields.get(AFFECTING)),
        severity(fields.getOrDefault(SEVERITY, "")).orElse(defaults.severity()),
        fields.getOrDefault(TEXT, ""),
        instant(fields.getOrDefault(DETECTED, "")).orElse(defaults.detectedAt()),
        fields.getOrDefault(LEAD, caller),
        fields.getOrDefault(METHOD, ""),
        instant(fields.getOrDefault(BEGAN, "")),
        Visibility.PRIVATE.name().equals(fields.get(VISIBILITY))
                || Visibility.PRIVATE.name().equals(part(view, PROMISED))
            ? Visibility.PRIVATE
            : runbook.visibility(),
        drill);
  }

  private static Optional<Severity> severity(String word) {
    return Stream.of(Severity.values()).filter(s -> s.name().equals(word)).findFirst();
  }

  /** The value of a date and time picker. */
  public static Optional<Instant> instant(String seconds) {
    return seconds.matches("[0-9]{1,11}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
        : Optional.empty();
  }

  /** Validation errors by field; empty: the form is valid. */
  public static Map<String, String> problems(
      Runbook runbook, DeclareForm declareForm, Instant now) {
    Map<String, String> out = new LinkedHashMap<>();
    if (declareForm.detectedAt().isAfter(now.plus(MAX_AHEAD))) {
      out.put(DETECTED, "This is in the future. When was it first seen?");
    } else if (declareForm.detectedAt().isBefore(now.minus(MAX_AGE))) {
      out.put(DETECTED, "This is more than seven days ago. When was it first seen?");
    }
    beganProblem(declareForm).ifPresent(problem -> out.put(BEGAN, problem));
    if (declareForm.description().length() > MAX_DESCRIPTION) {
      out.put(TEXT, "Keep it under " + MAX_DESCRIPTION + " characters.");
    }
    if (declareForm.observed().equals(Declaration.OTHER) && declareForm.description().isBlank()) {
      out.put(TEXT, "Say what was seen, since it is not in the list.");
    }
    DeclareInputs.methodProblem(runbook, declareForm).ifPresent(why -> out.put(METHOD, why));
    if (declareForm.environment().flatMap(runbook::environment).isEmpty()) {
      out.put(ENVIRONMENT, "This runbook has no such environment. Choose one of the list.");
    } else if (declareForm.drill()
        && declareForm.environment().filter(runbook.drill()::allows).isEmpty()) {
      out.put(ENVIRONMENT, "No drill is opened there. Choose one of the list.");
    }
    boolean known =
        declareForm.observed().equals(Declaration.OTHER)
            || runbook.triggers().stream().anyMatch(t -> t.id().equals(declareForm.observed()));
    if (!known) {
      out.put(OBSERVED, "This runbook has no such trigger. Choose one of the list.");
    }
    return out;
  }

  private static Optional<String> beganProblem(DeclareForm declareForm) {
    Instant detected = declareForm.detectedAt();
    return declareForm
        .beganAt()
        .flatMap(began ->
            began.isAfter(detected)
                ? Optional.of("It can't have begun after it was detected.")
                : Optional.of("This is more than 90 days ago. Leave it empty if it isn't known.")
                    .filter(_ -> began.isBefore(detected.minus(Declaration.OLDEST_BEGIN))));
  }

  /** Whether it is the modal that declares an incident or opens a drill. */
  public static boolean declares(View view) {
    return CALLBACK.equals(view.getCallbackId()) || DRILL_CALLBACK.equals(view.getCallbackId());
  }

  public static String runbookOf(View view) {
    return part(view, 0);
  }

  public static String channelOf(View view) {
    return part(view, 1);
  }

  private static String part(View view, int index) {
    String metadata = view.getPrivateMetadata();
    String[] parts = metadata == null ? new String[0] : metadata.split(" ", PARTS);
    return index < parts.length ? parts[index] : "";
  }

  /** Whether an action of the modal only changes the advice. */
  public static boolean isAdvice(String actionId) {
    return actionId.equals(AFFECTING) || actionId.equals(SEVERITY);
  }
}
