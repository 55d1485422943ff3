package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.payload.PayloadJson;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the answer to a payload goes that was acknowledged. */
final class LateTargets {
  private static final Logger LOG = LoggerFactory.getLogger(LateTargets.class);

  private LateTargets() {}

  record Reply(ReplyTarget target, OutgoingMessage message) {}

  static ReplyTarget of(WaitingPayload payload, HandlerContext handlers) {
    return switch (payload.kind()) {
      case SLASH_COMMAND -> of(PayloadJson.slashCommand(payload.json()));
      case CLICK -> {
        BlockActionPayload click = PayloadJson.click(payload.json());
        Optional<IncidentId> about =
            click.getActions().stream()
                .flatMap(a -> PanelAction.incidentOf(BlockActionHandler.value(a)).stream())
                .findFirst();
        yield of(click, about, handlers);
      }
      case SUBMISSION -> of(PayloadJson.submission(payload.json()), handlers);
    };
  }

  static ReplyTarget of(SlashCommandPayload payload) {
    return new ReplyTarget(
        payload.getUserId(),
        Optional.ofNullable(payload.getChannelId()),
        Optional.ofNullable(payload.getResponseUrl()));
  }

  /** A click in a modal has no channel: the incident's takes its place. */
  static ReplyTarget of(
      BlockActionPayload payload, Optional<IncidentId> about, HandlerContext handlers) {
    return new ReplyTarget(
        payload.getUser().getId(),
        Optional.ofNullable(payload.getChannel())
            .map(BlockActionPayload.Channel::getId)
            .or(() -> about.flatMap(id -> channel(id, handlers))),
        Optional.ofNullable(payload.getResponseUrl()));
  }

  static ReplyTarget of(ViewSubmissionPayload payload, HandlerContext handlers) {
    View view = payload.getView();
    Optional<String> channel =
        DeclareModal.declares(view)
            ? Optional.of(DeclareModal.channelOf(view)).filter(c -> !c.isEmpty())
            : PanelAction.incidentOf(Objects.requireNonNullElse(view.getPrivateMetadata(), ""))
                .flatMap(id -> channel(id, handlers));
    return new ReplyTarget(payload.getUser().getId(), channel, Optional.empty());
  }

  /** Empty as well when it can't be read: the payload is stored, and that is what counts. */
  private static Optional<String> channel(IncidentId id, HandlerContext handlers) {
    try {
      return handlers.incident(id).flatMap(i -> i.details().channel()).map(Channel::id);
    } catch (StoreUnavailable e) {
      LOG.info("channel not read reason={}", e.why());
      return Optional.empty();
    }
  }
}
