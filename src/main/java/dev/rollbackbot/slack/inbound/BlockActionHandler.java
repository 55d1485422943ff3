package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Action;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.inbound.EphemeralMessenger.Ear;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What people press, in messages and in modals. */
final class BlockActionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BlockActionHandler.class);

  private final HandlerContext context;

  BlockActionHandler(HandlerContext context) {
    this.context = context;
  }

  void handle(BlockActionPayload payload) {
    if (payload.getActions() == null) {
      return;
    }
    for (Action action : payload.getActions()) {
      handle(payload, action);
    }
  }

  private void handle(BlockActionPayload payload, Action action) {
    View view = payload.getView();
    if (view != null
        && DeclareModal.CALLBACK.equals(view.getCallbackId())
        && DeclareModal.isAdvice(action.getActionId())) {
      updateAdvice(view, payload.getUser().getId());
      return;
    }
    String value = value(action);
    Optional<PanelAction> verb = PanelAction.of(action.getActionId());
    Optional<IncidentId> incident = PanelAction.incidentOf(value);
    if (verb.isEmpty() || incident.isEmpty()) {
      LOG.info("{} asks for nothing", action.getActionId());
      if (view == null) {
        context.ephemeral().send(replyTarget(payload, Optional.empty()), Replies.unknownAction());
      }
      return;
    }
    MDC.put("incident", incident.get().label());
    Optional<Incident> state = context.incident(incident.get());
    if (state.isEmpty()) {
      context.ephemeral().send(replyTarget(payload, Optional.empty()), Replies.gone());
    } else if (verb.get().opensDialog()) {
      openModal(payload, verb.get(), value, state.get());
    } else {
      execute(payload, action, verb.get(), state.get());
    }
  }

  private static String value(Action action) {
    if (action.getSelectedOption() != null && action.getSelectedOption().getValue() != null) {
      return action.getSelectedOption().getValue();
    }
    return action.getValue() == null ? "" : action.getValue();
  }

  /** Draws the advice anew; a modal that has changed since then is drawn by its own click. */
  private void updateAdvice(View view, String person) {
    context
        .runbooks()
        .find(DeclareModal.runbookOf(view))
        .ifPresent(runbook -> {
          Instant now = context.clock().instant();
          DeclareModal.Form form =
              DeclareModal.read(runbook, view, DeclareModal.channelOf(view), person, now);
          SlackResult<Boolean> drawn =
              context
                  .interactiveApi()
                  .updateView(view.getId(), view.getHash(), DeclareModal.view(runbook, form));
          if (drawn instanceof CallFailed<Boolean> failed) {
            LOG.info("The advice stays as it was: {}", failed.error().why());
          }
        });
  }

  private void openModal(
      BlockActionPayload payload, PanelAction action, String value, Incident state) {
    View view =
        action.opensModal(
            value,
            state,
            Timeline.of(context.store().events(state.details().id())),
            context.mentions(),
            context.clock().instant());
    SlackResult<Boolean> shown =
        payload.getView() == null
            ? context.interactiveApi().open(payload.getTriggerId(), view)
            : context.interactiveApi().push(payload.getTriggerId(), view);
    if (shown instanceof CallFailed<Boolean> failed) {
      LOG.warn("The dialog of {} does not open: {}", action, failed.error().why());
      context
          .ephemeral()
          .send(
              replyTarget(payload, state.details().channel()),
              Replies.notShown(failed.error().why()));
    }
  }

  private void execute(
      BlockActionPayload payload, Action action, PanelAction panelAction, Incident state) {
    String person = payload.getUser().getId();
    Instant now = context.clock().instant();
    CommandSubmitter.SubmissionResult result =
        CommandSubmitter.submit(
            context,
            person,
            state.details().environment(),
            by -> {
              Optional<Command> command = panelAction.command(value(action), now, by, Map.of());
              return command
                  .map(c ->
                      context
                          .commands()
                          .handle(idempotencyKey(payload, action), state.details().id(), c))
                  .orElseGet(() -> new IncidentCommands.Committed(state));
            });
    LOG.info("{} by {}: {}", panelAction, person, result.getClass().getSimpleName());
    if (result instanceof CommandSubmitter.NotSubmitted notSubmitted) {
      context
          .ephemeral()
          .send(replyTarget(payload, state.details().channel()), notSubmitted.text());
    }
  }

  /** The same click has the same key, however often it is delivered. */
  private static String idempotencyKey(BlockActionPayload payload, Action action) {
    BlockActionPayload.Container container = payload.getContainer();
    String where =
        container == null
            ? ""
            : container.getViewId() != null ? container.getViewId() : container.getMessageTs();
    return "act:" + payload.getUser().getId() + ":" + where + ":" + action.getActionTs();
  }

  static Ear replyTarget(BlockActionPayload payload, Optional<Channel> home) {
    Optional<String> channel =
        Optional.ofNullable(payload.getChannel())
            .map(BlockActionPayload.Channel::getId)
            .or(() -> home.map(Channel::id));
    return new Ear(
        payload.getUser().getId(), channel, Optional.ofNullable(payload.getResponseUrl()));
  }
}
