package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Action;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.modal.ActionModals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the modals of the panel. What opens one is good for three seconds only, so a modal whose
 * content takes longer opens without it, and gets it when it is there.
 */
record PanelModals(HandlerContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(PanelModals.class);

  interface ClickReply {
    void reply(BlockActionPayload payload, Optional<Channel> fallback, OutgoingMessage reply);
  }

  /** Empty incident: there is none of that number, and no view. */
  private record ModalContent(Optional<Incident> incident, Optional<View> view) {
    Optional<Channel> channel() {
      return incident.flatMap(i -> i.details().channel());
    }
  }

  void open(
      BlockActionPayload payload,
      Action clicked,
      PanelAction action,
      IncidentId id,
      ClickReply replies) {
    String value = BlockActionHandler.value(clicked);
    FutureTask<ModalContent> reading = new FutureTask<>(() -> content(action, value, id));
    Thread.ofVirtual().name("modal-content").start(reading);
    try {
      ModalContent content = reading.get(context.contentWithin().toMillis(), TimeUnit.MILLISECONDS);
      content
          .view()
          .ifPresentOrElse(
              view -> shown(payload, clicked, view, content.channel(), replies),
              () ->
                  replies.reply(
                      payload,
                      Optional.empty(),
                      new OutgoingMessage(Replies.unknownIncident(), List.of())));
    } catch (TimeoutException e) {
      LOG.info("modal opens before its content is read action={}", action);
      shown(payload, clicked, ActionModals.loading(), Optional.empty(), replies)
          .ifPresent(
              view -> Thread.ofVirtual().name("modal-update").start(() -> update(view, reading)));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("the modal could not be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("The bot is stopping", e);
    }
  }

  private ModalContent content(PanelAction action, String value, IncidentId id) {
    Optional<Incident> incident = context.incident(id);
    return new ModalContent(
        incident,
        incident.map(found ->
            action.modal(
                value,
                found,
                Timeline.of(context.store().events(id)),
                context.mentions(),
                context.clock().instant())));
  }

  /** The id of the view that has opened; empty: the person was told that none has. */
  private Optional<String> shown(
      BlockActionPayload payload,
      Action clicked,
      View view,
      Optional<Channel> channel,
      ClickReply replies) {
    SlackResult<String> opened =
        payload.getView() == null
            ? context.interactiveApi().open(payload.getTriggerId(), view)
            : context.interactiveApi().push(payload.getTriggerId(), view);
    String label =
        Optional.ofNullable(clicked.getText()).map(text -> text.getText()).orElse("Open it");
    String value = BlockActionHandler.value(clicked);
    UnopenedWindow.reply(opened, Optional.of(BlockKit.button(clicked.getActionId(), label, value)))
        .ifPresent(reply -> {
          LOG.warn("modal not opened action={} reason={}", clicked.getActionId(), reply.text());
          replies.reply(payload, channel, reply);
        });
    return opened instanceof Ok<String>(String id) ? Optional.of(id) : Optional.empty();
  }

  private void update(String id, FutureTask<ModalContent> reading) {
    View view = ActionModals.notRead();
    try {
      view = reading.get().view().orElse(view);
    } catch (ExecutionException e) {
      LOG.warn("modal's content not read reason={}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (context.interactiveApi().updateView(id, view) instanceof CallFailed<Boolean> failed) {
      LOG.info("modal not updated reason={}", failed.error().why());
    }
  }
}
