package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Message;
import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.PostMortem;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.Optional;

/** Files in the panel's thread. A file has no metadata, so it is known again by its title. */
final class FileUploads {
  private final SlackApi api;
  private final MessageSender sender;
  private final IncidentHome incidentHome;
  private final MessageRefs refs;
  private final Artifacts artifacts;
  private final IncidentStore store;
  private final MentionLookup mentions;

  FileUploads(
      SlackApi api,
      MessageSender sender,
      IncidentHome incidentHome,
      MessageRefs refs,
      Artifacts artifacts,
      IncidentStore store,
      MentionLookup mentions) {
    this.api = api;
    this.sender = sender;
    this.incidentHome = incidentHome;
    this.refs = refs;
    this.artifacts = artifacts;
    this.store = store;
    this.mentions = mentions;
  }

  /** A text to attach. */
  private record Paper(String filename, String text, RichText comment) {}

  DeliveryResult attach(Delivery delivery, Effect.Attach attach) {
    return artifacts
        .find(attach.job())
        .map(text -> attach(delivery, new Paper(attach.filename(), text, attach.comment())))
        .orElseGet(() ->
            new PermanentFailure(
                attach.filename(), "nothing is kept of what " + attach.job() + " read"));
  }

  DeliveryResult attach(Delivery delivery, Effect.AttachPostMortem attach) {
    String text = PostMortem.draft(delivery.incident(), store.events(delivery.incident().id()));
    return attach(delivery, new Paper(attach.filename(), text, attach.comment()));
  }

  private DeliveryResult attach(Delivery delivery, Paper file) {
    Optional<MessageRef> panel = refs.find(delivery.incident().id(), LiveMessages.PANEL);
    SlackResult<Boolean> attached =
        panel
            .map(p ->
                incidentHome.orInIncidentsChannel(
                    p.channel(), id -> attach(delivery, file, PostDelivery.target(p, id))))
            .orElseGet(() ->
                incidentHome.inIncidentChannel(
                    delivery.incident(), id -> attach(delivery, file, MessageSender.Spot.in(id))));
    return DeliveryResults.of(attached, "the file " + file.filename(), _ -> DeliveryResults.done());
  }

  private SlackResult<Boolean> attach(Delivery delivery, Paper file, MessageSender.Spot target) {
    SlackResult<Boolean> there =
        delivery.maybeDone()
            ? sender
                .find(
                    target,
                    delivery.incident().details().declaredAt(),
                    m -> has(m, file.filename()))
                .map(Optional::isPresent)
            : SlackResult.ok(false);
    return there.then(found -> found ? SlackResult.ok(true) : send(delivery, file, target));
  }

  private SlackResult<Boolean> send(Delivery delivery, Paper textFile, MessageSender.Spot target) {
    String comment = Mrkdwn.render(textFile.comment(), mentions, delivery.incident().id());
    // Slack takes no empty file.
    String text = textFile.text().isEmpty() ? "\n" : textFile.text();
    return api.files()
        .upload(textFile.filename(), text)
        .then(file ->
            sender.joinThen(
                target.channel(),
                () ->
                    api.files()
                        .share(
                            file,
                            textFile.filename(),
                            target.channel(),
                            target.thread(),
                            comment)));
  }

  private static boolean has(Message message, String title) {
    return message.getFiles() != null
        && message.getFiles().stream().anyMatch(f -> title.equals(f.getTitle()));
  }
}
