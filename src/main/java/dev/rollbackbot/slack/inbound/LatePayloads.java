package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayload.PayloadKind;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.inbound.NotDecidedYet.WaitsFor;
import dev.rollbackbot.slack.inbound.payload.PayloadJson;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.view.modal.ActionModals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what can't be decided while Slack waits, and says what the person is told meanwhile. */
final class LatePayloads {
  private static final Logger LOG = LoggerFactory.getLogger(LatePayloads.class);

  private final HandlerContext handlers;
  private final PayloadInbox inbox;
  private final EphemeralMessenger messenger;
  private final Duration storeWithin;

  LatePayloads(
      HandlerContext handlers,
      PayloadInbox inbox,
      EphemeralMessenger messenger,
      Duration storeWithin) {
    this.handlers = handlers;
    this.inbox = inbox;
    this.messenger = messenger;
    this.storeWithin = storeWithin;
  }

  /** What to show for a form that was submitted; not received: it stays as it is under a notice. */
  record ShownForm(boolean received, View view) {}

  /** Keeps a slash command; returns what the person is told. */
  String keep(SlashCommandPayload payload, String body, NotDecidedYet why) {
    return notKept(
            PayloadKind.SLASH_COMMAND, payload.getUserId(), PayloadJson.write(payload), body, why)
        .orElseGet(() -> LateReplies.received(why.waitsFor(), LateReplies.answerHere()));
  }

  /** Keeps a click and tells the person. */
  void keep(BlockActionPayload payload, String body, NotDecidedYet why) {
    String person = payload.getUser().getId();
    Optional<String> notKept =
        notKept(PayloadKind.CLICK, person, PayloadJson.write(payload), body, why);
    ReplyTarget target = LateTargets.of(payload, why.incident(), handlers);
    View view = payload.getView();
    if (view == null) {
      String text =
          notKept.orElseGet(() -> LateReplies.received(why.waitsFor(), LateReplies.answerHere()));
      messenger.sendNotice(key(body), target, new OutgoingMessage(text, List.of()));
      return;
    }
    String where = LateReplies.answerTo(target.channel());
    update(
        view,
        notKept
            .map(ActionModals::notice)
            .orElseGet(() -> ActionModals.received(LateReplies.received(why.waitsFor(), where))));
  }

  private void update(View view, View updated) {
    if (handlers.interactiveApi().updateView(view.getId(), updated)
        instanceof CallFailed<Boolean> failed) {
      LOG.info("modal not updated reason={}", failed.error().why());
    }
  }

  /** Keeps a submitted form; returns what takes its place. */
  ShownForm keep(ViewSubmissionPayload payload, String body, NotDecidedYet why) {
    String person = payload.getUser().getId();
    Optional<String> notKept =
        notKept(PayloadKind.SUBMISSION, person, PayloadJson.write(payload), body, why);
    if (notKept.isPresent()) {
      return new ShownForm(false, ActionModals.notice(notKept.get()));
    }
    String where = LateReplies.answerTo(LateTargets.of(payload, handlers).channel());
    View received = ActionModals.received(LateReplies.received(why.waitsFor(), where));
    received.setExternalId(key(body));
    return new ShownForm(true, received);
  }

  private static String key(String body) {
    return SourceText.sha256(body);
  }

  /** Keeps a payload; otherwise returns what the person is told. */
  private Optional<String> notKept(
      PayloadKind kind, String person, String json, String body, NotDecidedYet why) {
    FutureTask<Boolean> storing =
        new FutureTask<>(() -> {
          inbox.store(
              new WaitingPayload(
                  key(body),
                  person,
                  kind,
                  json,
                  handlers.clock().instant(),
                  why.incident().map(id -> OptionalInt.of(id.number())).orElse(OptionalInt.empty()),
                  seen(why),
                  why.waitsFor() == WaitsFor.DATABASE));
          return true;
        });
    Thread.ofVirtual().name("store-payload").start(storing);
    try {
      storing.get(storeWithin.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info(
          "decided later kind={} person={} for={} reason={} key={}",
          kind,
          person,
          why.waitsFor(),
          why.getMessage(),
          key(body));
      return Optional.empty();
    } catch (ExecutionException e) {
      boolean perhaps =
          !(e.getCause() instanceof StoreUnavailable unavailable) || unavailable.perhapsStored();
      LOG.error("payload not kept kind={} perhaps={} reason={}", kind, perhaps, e.getMessage());
      return Optional.of(perhaps ? Replies.perhapsStored() : why.otherwise());
    } catch (TimeoutException e) {
      LOG.error("payload not kept in time kind={} person={}", kind, person);
      return Optional.of(Replies.perhapsStored());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Replies.perhapsStored());
    }
  }

  private OptionalLong seen(NotDecidedYet why) {
    return why.incident()
        .flatMap(handlers.store()::load)
        .map(VersionedIncident::version)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }
}
