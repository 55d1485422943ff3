package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.payload.PayloadDecider;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayload.PayloadKind;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.inbound.payload.PayloadJson;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.Sent;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.modal.ActionModals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what was kept, with the handlers that would have decided it at once.
 *
 * @param patient tells the roles to somebody who has time
 * @param internalError logs a failure, and says what the person is told
 */
record LateDecisions(
    HandlerContext handlers,
    RoleDirectory patient,
    EphemeralMessenger messenger,
    Function<RuntimeException, String> internalError)
    implements PayloadDecider {
  private static final Logger LOG = LoggerFactory.getLogger(LateDecisions.class);

  @Override
  public Optional<LateAnswer> decide(WaitingPayload payload, Runnable beforeCommand) {
    List<LateTargets.Reply> replies = new ArrayList<>();
    HandlerContext later =
        handlers.later(
            patient,
            (target, message) -> replies.add(new LateTargets.Reply(target, message)),
            new DecisionMode.Later(about(payload), payload.seen(), beforeCommand));
    Optional<View> shown = Optional.empty();
    try {
      switch (payload.kind()) {
        case SLASH_COMMAND -> slashCommand(payload, later, replies);
        case CLICK -> click(payload, later, replies);
        case SUBMISSION -> shown = Optional.of(submission(payload, later, replies));
      }
    } catch (NotDecidedYet e) {
      LOG.info(
          "not decided yet key={} for={} reason={}", payload.key(), e.waitsFor(), e.getMessage());
      return Optional.empty();
    } catch (StoreUnavailable e) {
      LOG.warn("not decided yet key={} reason={}", payload.key(), e.why());
      return Optional.empty();
    } catch (RuntimeException e) {
      replies.clear();
      replies.add(reply(payload, internalError.apply(e)));
    }
    shown.ifPresent(view -> show(payload, view));
    return Optional.of(new UnsentReplies(messenger, payload, new ArrayDeque<>(replies)));
  }

  private static Optional<IncidentId> about(WaitingPayload payload) {
    return payload.incident().isPresent()
        ? Optional.of(new IncidentId(payload.incident().getAsInt()))
        : Optional.empty();
  }

  private void slashCommand(
      WaitingPayload waiting, HandlerContext later, List<LateTargets.Reply> replies) {
    SlashCommandPayload payload = PayloadJson.slashCommand(waiting.json());
    SlashCommandInput input =
        new SlashCommandInput(
            payload.getUserId(),
            payload.getChannelId(),
            payload.getCommand(),
            later.parse(payload.getText()),
            payload.getTriggerId(),
            Optional.ofNullable(payload.getResponseUrl()),
            later.clock().instant());
    SlashReply reply =
        new SlashCommandHandler(later)
            .handle(input)
            .orElseGet(() -> SlashReply.of(LateReplies.done()));
    replies.add(
        new LateTargets.Reply(
            LateTargets.of(payload), new OutgoingMessage(reply.text(), reply.blocks())));
  }

  private void click(
      WaitingPayload waiting, HandlerContext later, List<LateTargets.Reply> replies) {
    new BlockActionHandler(later).handle(PayloadJson.click(waiting.json()));
    if (replies.isEmpty()) {
      replies.add(reply(waiting, LateReplies.done()));
    }
  }

  private View submission(
      WaitingPayload waiting, HandlerContext later, List<LateTargets.Reply> replies) {
    ViewSubmissionPayload payload = PayloadJson.submission(waiting.json());
    View view = payload.getView();
    String trigger = Objects.toString(payload.getTriggerId(), view.getHash());
    String typed = LateReplies.typed(view);
    return switch (new ViewSubmissionHandler(later).handle(view, waiting.person(), trigger)) {
      case ViewSubmissionHandler.CloseModal _, ViewSubmissionHandler.ClearModals _ -> {
        if (replies.isEmpty()) {
          replies.add(reply(waiting, LateReplies.done()));
        }
        yield ActionModals.done();
      }
      case ViewSubmissionHandler.FieldErrors errors -> {
        String text = String.join("\n", errors.byBlock().values());
        replies.add(reply(waiting, text + typed));
        yield ActionModals.notice(BlockKit.sections(text + typed));
      }
      case ViewSubmissionHandler.ShowNotice(List<LayoutBlock> blocks) -> {
        List<LayoutBlock> all = new ArrayList<>(blocks);
        if (!typed.isEmpty()) {
          all.addAll(BlockKit.sections(typed.strip()));
        }
        ReplyTarget target = reply(waiting, "").target();
        replies.add(new LateTargets.Reply(target, new OutgoingMessage("Not done.", all)));
        yield ActionModals.notice(all);
      }
    };
  }

  private LateTargets.Reply reply(WaitingPayload payload, String text) {
    return new LateTargets.Reply(
        LateTargets.of(payload, handlers), new OutgoingMessage(text, List.of()));
  }

  /** It may be closed by now; the person gets a message too. */
  private void show(WaitingPayload payload, View view) {
    if (handlers.interactiveApi().updateOwnView(payload.key(), view)
        instanceof CallFailed<Boolean> failed) {
      LOG.info("modal not updated key={} reason={}", payload.key(), failed.error().why());
    }
  }

  @Override
  public LateAnswer expire(WaitingPayload payload) {
    String text = LateReplies.expired(payload.inDoubt());
    if (payload.kind() == PayloadKind.SUBMISSION) {
      text += LateReplies.typed(PayloadJson.submission(payload.json()).getView());
      show(payload, ActionModals.notice(BlockKit.sections(text)));
    }
    return new UnsentReplies(messenger, payload, new ArrayDeque<>(List.of(reply(payload, text))));
  }

  /** The replies that the person has not got, in their order. */
  private record UnsentReplies(
      EphemeralMessenger messenger, WaitingPayload payload, Queue<LateTargets.Reply> replies)
      implements LateAnswer {
    /** The notice says that the answer comes. */
    @Override
    public boolean waits() {
      return messenger.isUnderWay(payload.key());
    }

    @Override
    public boolean send() {
      while (!replies.isEmpty()) {
        Sent sent = messenger.deliver(replies.element().target(), replies.element().message());
        if (sent == Sent.NOT_YET) {
          return false;
        }
        if (sent == Sent.IMPOSSIBLE) {
          LOG.warn("answer not sent key={} person={}", payload.key(), payload.person());
        }
        replies.remove();
      }
      return true;
    }
  }
}
