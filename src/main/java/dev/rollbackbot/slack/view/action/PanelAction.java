package dev.rollbackbot.slack.view.action;

import static dev.rollbackbot.slack.view.modal.ActionModals.CHOICE;
import static dev.rollbackbot.slack.view.modal.ActionModals.DAY;
import static dev.rollbackbot.slack.view.modal.ActionModals.TEXT;

import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.timeline.Timeline.TimelineEntry;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockAction;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.modal.ActionModals;
import dev.rollbackbot.slack.view.modal.ConsentModal;
import dev.rollbackbot.slack.view.modal.DeclarationModal;
import dev.rollbackbot.slack.view.modal.InputsModal;
import dev.rollbackbot.slack.view.modal.LogModal;
import dev.rollbackbot.slack.view.modal.ModalContext;
import dev.rollbackbot.slack.view.modal.ProposalModals;
import dev.rollbackbot.slack.view.modal.RestoreModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.modal.TargetModal;
import dev.rollbackbot.text.Truncation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The actions of buttons and menus. The names in lower case are the action ids. */
public enum PanelAction implements BlockAction {
  DONE_ITEM(press(in -> new Command.ConfirmItem(in.at(), in.by(), in.arg(0), ""))),
  SETTLE_ITEM(form(ActionModals::items, ActionInput::settleItem)),
  RETRY_ITEM(press(in -> new Command.RetryItem(in.at(), in.by(), in.arg(0)))),
  SURVEY(press(Command.SurveyAgain::new)),
  CHANGE_METHOD(
      new ModalForm(
          Optional.of(CHOICE),
          ActionModals::methods,
          in -> new Command.ChangeMethod(in.at(), in.by(), in.choice()))),
  CHANGE_TARGET(
      form(
          TargetModal::view,
          in ->
              new Command.ChangeTarget(
                  in.at(),
                  in.by(),
                  in.arg(0),
                  in.arg(1),
                  in.choice(),
                  in.text(),
                  in.wholeRelease()))),
  CHOOSE_INPUTS(
      new ModalForm(
          Optional.empty(),
          InputsModal::view,
          in ->
              new Command.ChooseInputs(
                  in.at(), in.by(), in.arg(0), in.arg(1), InputsModal.values(in.fields())))),
  LEAVE_OUT(
      form(
          to -> ActionModals.reason(to, "Leave it out", "Leave out", "Why can it be left out?"),
          in -> new Command.LeaveOutStep(in.at(), in.by(), in.arg(0), in.arg(1), in.text()))),
  APPROVE(press(in -> new Command.Approve(in.at(), in.by(), in.arg(0)))),
  BREAK_GLASS(
      form(
          ActionModals::breakGlass,
          in -> new Command.BreakGlass(in.at(), in.by(), in.arg(0), in.text()))),
  PAUSE(press(Command.Pause::new)),
  RESUME(press(Command.Resume::new)),
  STOP_AFTER(press(Command.StopAfterStep::new)),
  RETRY_STEP(press(in -> new Command.RetryStep(in.at(), in.by(), in.arg(0), in.attempt()))),
  STEP_DONE(
      form(
          ActionModals::stepDone,
          in -> new Command.MarkStepDone(in.at(), in.by(), in.arg(0), in.text()))),
  SKIP_STEP(
      form(
          to -> ActionModals.reason(to, "Skip this step", "Skip it", "Why can it be left out?"),
          in -> new Command.SkipStep(in.at(), in.by(), in.arg(0), in.text()))),
  CONSENT_SCRIPT(
      form(
          ConsentModal::view,
          in -> new Command.ConsentToScript(in.at(), in.by(), in.arg(0), in.arg(1), in.text()))),
  RESTORE_DATABASE(
      form(
          RestoreModal::view,
          in -> new Command.PrepareRestore(in.at(), in.by(), in.arg(0), in.text()))),
  TAKE_OVER_LOCK(
      form(
          ActionModals::takeOverLock,
          in -> new Command.TakeOverLock(in.at(), in.by(), in.arg(0), in.arg(1), in.text()))),
  STOP_JOB(press(in -> new Command.StopJob(in.at(), in.by(), in.arg(0), in.arg(1)))),
  NEXT_METHOD(press(Command.StartNextMethod::new)),
  NEW_PLAN(press(Command.MakeNewPlan::new)),
  END_WAIT(
      form(
          to ->
              ActionModals.reason(to, "End the wait", "End it", "Why need we not wait any longer?"),
          in -> new Command.EndPropagation(in.at(), in.by(), in.text()))),
  DONE_CHECK(press(in -> new Command.ConfirmCheck(in.at(), in.by(), in.arg(1), in.arg(0), ""))),
  SETTLE_CHECK(form(ActionModals::checks, ActionInput::settleCheck)),
  COUNT_AS_FAILED(
      form(
          to -> ActionModals.reason(to, "Count as failed", "It failed", "Why does it count so?"),
          in -> new Command.CountAsFailed(in.at(), in.by(), in.arg(0), in.text()))),
  RUN_AGAIN(press(Command.RestartChecks::new)),
  CHECK_AGAIN(
      form(
          to -> ActionModals.reason(to, "Check again", "Check again", "What is not well?"),
          in -> new Command.ReopenVerification(in.at(), in.by(), in.text()))),
  SIGN_ROLLED_BACK(press(in -> new Command.SignRolledBack(in.at(), in.by(), in.arg(0)))),
  SIGN_VERIFIED(
      new ModalForm(
          Optional.of(DAY),
          ActionModals::signVerified,
          in -> new Command.SignVerified(in.at(), in.by(), in.arg(0), in.day()))),
  START_PROPOSED(press(ProposalCommand.StartProposed::new)),
  WATCH_PROPOSAL(press(ProposalCommand.WatchProposal::new)),
  NOT_NOW(
      new ModalForm(
          Optional.of(CHOICE),
          ProposalModals::notNow,
          in -> new ProposalCommand.NotNow(in.at(), in.by(), ProposalModals.pause(in.choice())))),
  NOT_THIS(
      form(
          ProposalModals::notThis, in -> new ProposalCommand.NotThis(in.at(), in.by(), in.text()))),
  STOP_AUTOMATIC(press(ProposalCommand.StopAutomaticRollback::new)),
  ROLL_BACK(press(Command.StartRollback::new)),
  CANCEL(form(ActionModals::cancel, in -> new Command.Cancel(in.at(), in.by(), in.text()))),
  CLOSE(
      form(
          ActionModals::closing,
          in -> new Command.Close(in.at(), in.by(), in.closeReason(), in.text()))),
  REOPEN(
      form(
          to -> ActionModals.reason(to, "It came back", "Reopen", "What is seen?"),
          in -> new Command.Reopen(in.at(), in.by(), in.text()))),
  POST_AGAIN(press(Command.PostAgain::new)),
  TICK_DRILL(form(ActionModals::drillItems, ActionInput::tickDrillItem)),
  CHANGE_DECLARATION(form(DeclarationModal::view, ActionInput::changeDeclaration)),
  POST_MORTEM(press(Command.DraftPostMortem::new)),
  LOG(new Text(LogModal::of)),
  GUIDE(new Text(RunbookModal::view));

  private static final String CALLBACK = "dialog:";

  // No lambda above captures anything.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Kind kind;

  PanelAction(Kind kind) {
    this.kind = kind;
  }

  private sealed interface Kind {}

  /** Submits a command at once. */
  private record Press(Function<ActionInput, Command> command) implements Kind {}

  /**
   * Opens a modal whose submission is the command; the error field shows a rejection, or a notice
   * on top of the form.
   */
  private record ModalForm(
      Optional<String> errorField,
      Function<ModalContext, View> modal,
      Function<ActionInput, Command> command)
      implements Kind {}

  /** Opens a modal to read. */
  private record Text(Function<ModalContext, View> modal) implements Kind {}

  private static Kind press(Function<ActionInput, Command> command) {
    return new Press(command);
  }

  private static Kind press(BiFunction<Instant, Actor, Command> command) {
    return new Press(in -> command.apply(in.at(), in.by()));
  }

  private static Kind form(
      Function<ModalContext, View> modal, Function<ActionInput, Command> command) {
    return new ModalForm(Optional.of(TEXT), modal, command);
  }

  public static Optional<PanelAction> of(String actionId) {
    String id = actionId.split(":", 2)[0];
    return Stream.of(values()).filter(action -> action.actionId().equals(id)).findFirst();
  }

  public static Optional<PanelAction> ofCallback(String callbackId) {
    return callbackId.startsWith(CALLBACK)
        ? of(callbackId.substring(CALLBACK.length()))
        : Optional.empty();
  }

  public boolean opensModal() {
    return !(kind instanceof Press);
  }

  public static Optional<IncidentId> incidentOf(String value) {
    return ActionValue.decode(value).map(ActionValue::incident);
  }

  /** The command of a click, without fields, or of a submitted modal; empty: there is none. */
  public Optional<Command> command(String value, Instant at, Actor by, Map<String, String> fields) {
    return ActionValue.decode(value)
        .map(about -> new ActionInput(at, by, about, fields))
        .flatMap(in ->
            switch (kind) {
              case Press press -> Optional.of(press.command().apply(in));
              case ModalForm modalForm -> Optional.of(modalForm.command().apply(in));
              case Text _ -> Optional.empty();
            });
  }

  public View modal(
      String value,
      Incident incident,
      List<TimelineEntry> log,
      MentionLookup mentions,
      Instant now) {
    ActionValue about =
        ActionValue.decode(value)
            .filter(v -> v.stage().isPresent())
            .orElseGet(() -> seenNow(value, incident));
    ModalContext context =
        new ModalContext(CALLBACK + actionId(), about, incident, log, mentions, now);
    return switch (kind) {
      case Press _ -> throw new IllegalArgumentException(this + " opens no modal");
      case ModalForm modalForm -> modalForm.modal().apply(context);
      case Text text -> text.modal().apply(context);
    };
  }

  /** What opens a form without saying when it was shown, such as a reply, shows it now. */
  private static ActionValue seenNow(String value, Incident incident) {
    return ActionValue.decode(value)
        .orElseGet(() -> ActionValue.of(incident.details().id()))
        .seenAt(incident.details().stage());
  }

  /** The block of the modal that shows a rejection; empty: there is no input. */
  public Optional<String> errorField() {
    return kind instanceof ModalForm modalForm ? modalForm.errorField() : Optional.empty();
  }

  @Override
  public String actionId() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String actionId(String about) {
    return Truncation.truncate(actionId() + ":" + about, BlockKitLimits.ID);
  }
}
