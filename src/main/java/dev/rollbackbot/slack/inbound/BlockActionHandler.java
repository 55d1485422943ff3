package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Action;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.CommandSubmitter.SubmissionResult;
import dev.rollbackbot.slack.inbound.CommandSubmitter.Submitted;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.action.TypedLine;
import dev.rollbackbot.slack.view.modal.ActionModals;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Handles clicks, in messages and in modals. */
record BlockActionHandler(HandlerContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(BlockActionHandler.class);
  private static final Set<String> HASH_CONFLICT = Set.of("hash_conflict");

  void handle(BlockActionPayload payload) {
    for (Action action : payload.getActions()) {
      handle(payload, action);
    }
  }

  private void handle(BlockActionPayload payload, Action action) {
    View view = payload.getView();
    if (view != null
        && DeclareModal.declares(view)
        && DeclareModal.isAdvice(action.getActionId())) {
      updateAdvice(view, payload.getUser().getId(), action);
      return;
    }
    String value = value(action);
    Optional<TypedLine> line = TypedLine.of(action.getActionId(), value);
    if (line.isPresent() && payload.getChannel() != null) {
      run(payload, line.get());
      return;
    }
    Optional<PanelAction> panelAction = PanelAction.of(action.getActionId());
    Optional<IncidentId> id = PanelAction.incidentOf(value);
    if (panelAction.isEmpty() || id.isEmpty()) {
      LOG.info("ignored block action action={}: unknown id or value", action.getActionId());
      if (view == null) {
        reply(payload, Optional.empty(), Replies.unknownAction());
      }
      return;
    }
    MDC.put("incident", id.get().label());
    if (panelAction.get().opensModal()) {
      new PanelModals(context).open(payload, action, panelAction.get(), id.get(), this::reply);
      return;
    }
    context
        .incident(id.get())
        .ifPresentOrElse(
            incident -> submit(payload, action, panelAction.get(), incident),
            () -> reply(payload, Optional.empty(), Replies.unknownIncident()));
  }

  private void run(BlockActionPayload payload, TypedLine line) {
    SlashCommandInput input =
        new SlashCommandInput(
            payload.getUser().getId(),
            payload.getChannel().getId(),
            line.command(),
            context.parse(line.line()),
            payload.getTriggerId(),
            Optional.ofNullable(payload.getResponseUrl()),
            context.clock().instant());
    new SlashCommandHandler(context)
        .handle(input)
        .ifPresent(reply ->
            reply(payload, Optional.empty(), new OutgoingMessage(reply.text(), reply.blocks())));
  }

  static String value(Action action) {
    return action.getSelectedOption() != null && action.getSelectedOption().getValue() != null
        ? action.getSelectedOption().getValue()
        : Objects.requireNonNullElse(action.getValue(), "");
  }

  /** Of two quick clicks both may hold the hash from before; then the later one is shown. */
  private void updateAdvice(View view, String person, Action action) {
    String ts = Objects.requireNonNullElse(action.getActionTs(), "");
    context.newestClicks().isNewest(view.getId(), ts);
    context
        .runbooks()
        .find(DeclareModal.runbookOf(view))
        .ifPresent(runbook -> {
          DeclareModal.DeclareForm declareForm =
              DeclareModal.read(
                  runbook, view, DeclareModal.channelOf(view), person, context.clock().instant());
          View updated = DeclareModal.view(runbook, declareForm);
          SlackResult<Boolean> shown =
              context
                  .interactiveApi()
                  .updateView(view.getId(), Optional.ofNullable(view.getHash()), updated)
                  .recover(
                      HASH_CONFLICT,
                      error ->
                          context.newestClicks().isNewest(view.getId(), ts)
                              ? context
                                  .interactiveApi()
                                  .updateView(view.getId(), Optional.empty(), updated)
                              : new CallFailed<>(error));
          if (shown instanceof CallFailed<Boolean> failed) {
            LOG.info("advice not updated reason={}", failed.error().why());
          }
        });
  }

  private void submit(
      BlockActionPayload payload, Action action, PanelAction panelAction, Incident incident) {
    String person = payload.getUser().getId();
    String key = idempotencyKey(payload, action);
    SubmissionResult result =
        CommandSubmitter.submit(
            context, person, incident, key, panelAction, value(action), Map.of());
    View view = payload.getView();
    boolean inNotice = false;
    if (view != null && ActionModals.NOTICE.equals(view.getCallbackId())) {
      inNotice = true;
      updateNotice(view, result);
    }
    // Who was told that the answer comes later may have closed the modal.
    boolean later = context.mode() instanceof DecisionMode.Later;
    if (result instanceof NotSubmitted notSubmitted && (later || !inNotice)) {
      reply(payload, incident.details().channel(), notSubmitted.message());
    }
  }

  /** The modal covers the channel, so the result is shown in it. */
  private void updateNotice(View notice, SubmissionResult result) {
    View updated =
        switch (result) {
          case Submitted _ -> ActionModals.done();
          case NotSubmitted notSubmitted -> ActionModals.notice(notSubmitted.shown());
        };
    if (context.interactiveApi().updateView(notice.getId(), updated)
        instanceof CallFailed<Boolean> failed) {
      LOG.info("notice not updated reason={}", failed.error().why());
    }
  }

  /** The same for every delivery of one click. */
  private static String idempotencyKey(BlockActionPayload payload, Action action) {
    BlockActionPayload.Container container = payload.getContainer();
    String where =
        container == null
            ? ""
            : container.getViewId() != null ? container.getViewId() : container.getMessageTs();
    return "act:" + payload.getUser().getId() + ":" + where + ":" + action.getActionTs();
  }

  /** The fallback is for a click in a modal, which has no channel. */
  void reply(BlockActionPayload payload, Optional<Channel> fallback, String text) {
    reply(payload, fallback, new OutgoingMessage(text, List.of()));
  }

  private void reply(
      BlockActionPayload payload, Optional<Channel> fallback, OutgoingMessage message) {
    Optional<String> channel =
        Optional.ofNullable(payload.getChannel())
            .map(BlockActionPayload.Channel::getId)
            .or(() -> fallback.map(Channel::id));
    Optional<String> url = Optional.ofNullable(payload.getResponseUrl());
    context.ephemeral().send(new ReplyTarget(payload.getUser().getId(), channel, url), message);
  }
}
