package dev.rollbackbot.slack.view;

import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people can press. Some act at once, some open a dialog first. */
public enum Verb {
  DONE_ITEM(false),
  SETTLE_ITEM(true),
  RETRY_ITEM(false),
  SURVEY(false),
  CHANGE_METHOD(true),
  CHANGE_TARGET(false),
  APPROVE(false),
  BREAK_GLASS(true),
  PAUSE(false),
  RESUME(false),
  STOP_AFTER(false),
  RETRY_STEP(false),
  STEP_DONE(true),
  SKIP_STEP(true),
  NEXT_METHOD(false),
  NEW_PLAN(false),
  END_WAIT(true),
  DONE_CHECK(false),
  SETTLE_CHECK(true),
  RUN_AGAIN(false),
  SIGN_ROLLED_BACK(false),
  SIGN_VERIFIED(true),
  ROLL_BACK(false),
  CANCEL(true),
  CLOSE(true),
  REOPEN(true),
  POST_MORTEM(false),
  LOG(true),
  GUIDE(true);

  private static final String CALLBACK = "dialog:";

  private final boolean dialog;

  Verb(boolean dialog) {
    this.dialog = dialog;
  }

  /** The verb of a button, if it is one of ours. */
  public static Optional<Verb> of(String actionId) {
    String word = actionId.split(":", 2)[0];
    for (Verb v : values()) {
      if (v.word().equals(word)) {
        return Optional.of(v);
      }
    }
    return Optional.empty();
  }

  /** The verb of a submitted dialog, if it is one of ours. */
  public static Optional<Verb> ofCallback(String callbackId) {
    return callbackId.startsWith(CALLBACK)
        ? of(callbackId.substring(CALLBACK.length()))
        : Optional.empty();
  }

  /** Whether pressing it opens a dialog first. */
  public boolean opensDialog() {
    return dialog;
  }

  /** The incident that a button's value is about. */
  public static Optional<IncidentId> incidentOf(String value) {
    return Value.decode(value).map(Value::incident);
  }

  /**
   * The command for a click or a submitted dialog; empty: there is nothing to do.
   *
   * @param value of the button, of the chosen option, or of the dialog
   * @param fields what was filled in, by block id; empty for a click
   */
  public Optional<Command> command(String value, Instant at, Actor by, Map<String, String> fields) {
    return Value.decode(value).flatMap(v -> Wishes.command(this, v, at, by, fields));
  }

  /** The dialog of a verb that opens one. */
  public View dialog(
      String value, Incident state, List<Timeline.Entry> log, Names names, Instant now) {
    Value about = Value.decode(value).orElseGet(() -> Value.of(state.facts().id()));
    return Dialogs.of(this, about, state, log, names, now);
  }

  /** What was filled in, by block id. */
  public static Map<String, String> fields(View submitted) {
    return Fields.of(submitted);
  }

  /** The block of a dialog where a refusal is shown; empty: the dialog has no input. */
  public static String errorField(Verb verb) {
    return Dialogs.errorField(verb);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String actionId(String about) {
    return about.isEmpty() ? word() : Limits.cut(word() + ":" + about, Limits.ID);
  }

  String callbackId() {
    return CALLBACK + word();
  }
}
