package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Message;
import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.PostMortem;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.VisibleText;

/** Files in the panel's thread. They have no metadata: a title identifies an earlier upload. */
record FileUploads(
    SlackApi api,
    MessageSender sender,
    IncidentHome home,
    MessageRefs refs,
    Artifacts artifacts,
    IncidentStore store,
    MentionLookup mentions) {
  private record TextFile(String name, String text, RichText comment) {}

  DeliveryResult attach(Delivery delivery, Effect.Attach attach) {
    return artifacts
        .find(attach.job())
        .map(text -> attach(delivery, new TextFile(attach.filename(), text, attach.comment())))
        .orElseGet(() ->
            new PermanentFailure(
                attach.filename(), "nothing is kept of what " + attach.job() + " read"));
  }

  DeliveryResult attach(Delivery delivery, Effect.AttachPostMortem attach) {
    String text = PostMortem.draft(delivery.incident(), store.events(delivery.incident().id()));
    return attach(delivery, new TextFile(attach.filename(), text, attach.comment()));
  }

  private DeliveryResult attach(Delivery delivery, TextFile file) {
    SlackResult<Boolean> attached =
        refs.find(delivery.incident().id(), LiveMessages.PANEL)
            .map(panel ->
                home.orInIncidentsChannel(
                    panel.channel(),
                    id -> attach(delivery, file, MessageTarget.inThreadOf(panel, id))))
            .orElseGet(() ->
                home.inIncidentChannel(
                    delivery.incident(), id -> attach(delivery, file, MessageTarget.in(id))));
    return DeliveryResults.of(attached, "the file " + file.name(), _ -> DeliveryResults.done());
  }

  private SlackResult<Boolean> attach(Delivery delivery, TextFile file, MessageTarget target) {
    if (!delivery.maybeDone()) {
      return send(delivery, file, target);
    }
    return sender
        .find(target, delivery.incident().details().declaredAt(), m -> hasFile(m, file.name()))
        .then(found -> found.isPresent() ? SlackResult.ok(true) : send(delivery, file, target));
  }

  private SlackResult<Boolean> send(Delivery delivery, TextFile file, MessageTarget target) {
    String comment = Mrkdwn.render(file.comment(), mentions, delivery.incident().id());
    // Slack refuses an empty file.
    String visible = VisibleText.of(file.text());
    String text = visible.isEmpty() ? "\n" : visible;
    return api.files()
        .upload(file.name(), text)
        .then(id ->
            sender.joinThen(
                target.channel(),
                () ->
                    api.files()
                        .share(id, file.name(), target.channel(), target.thread(), comment)));
  }

  private static boolean hasFile(Message message, String title) {
    return message.getFiles() != null
        && message.getFiles().stream().anyMatch(f -> title.equals(f.getTitle()));
  }
}
