package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Message;
import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.chart.MeasuredCharts;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.chart.MeasuredChart;
import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.incident.timeline.PostMortem;
import dev.rollbackbot.secret.KnownSecrets;
import dev.rollbackbot.slack.chart.ChartImage;
import dev.rollbackbot.slack.chart.DrillTimesImage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.UploadContent;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files in the panel's thread. They have no metadata: a title identifies an earlier upload. */
record FileUploads(
    SlackApi api,
    MessageSender sender,
    IncidentHome home,
    MessageRefs refs,
    Artifacts artifacts,
    IncidentStore store,
    MeasuredCharts charts,
    MentionLookup mentions) {
  private record UploadedFile(String name, UploadContent content, RichText comment) {
    static UploadedFile text(String name, String text, RichText comment) {
      // Slack refuses an empty file.
      String visible = VisibleText.of(text);
      return new UploadedFile(
          name, UploadContent.text(visible.isEmpty() ? "\n" : visible), comment);
    }
  }

  /** Never outside of the incident's channel: captured logs may be about people. */
  DeliveryResult attach(Delivery delivery, Effect.Attach attach) {
    Optional<String> text = artifacts.find(attach.job());
    if (text.isEmpty()) {
      return new PermanentFailure(
          attach.filename(), "nothing is kept of what " + attach.job() + " read");
    }
    Optional<Channel> channel = delivery.incident().details().channel().filter(Channel::own);
    if (channel.isEmpty()) {
      return new PermanentFailure(
          attach.filename(),
          "captured logs go to the incident's own channel only, and it has none");
    }
    UploadedFile file = UploadedFile.text(attach.filename(), text.get(), attach.comment());
    SlackResult<String> attached =
        attach(delivery, file, target(delivery, channel.get().id()))
            .map(id -> {
              artifacts.attached(attach.job(), id);
              return id;
            });
    return DeliveryResults.of(attached, what(delivery, file), _ -> DeliveryResults.done());
  }

  /** Where everybody reads it, nothing is said of what a private incident's files are about. */
  private static String what(Delivery delivery, UploadedFile file) {
    return delivery.incident().details().isPrivate() ? "a file" : "the file " + file.name();
  }

  private MessageTarget target(Delivery delivery, String channel) {
    return refs.find(delivery.incident().id(), LiveMessages.PANEL)
        .filter(panel -> panel.channel().equals(channel))
        .map(panel -> MessageTarget.inThreadOf(panel, channel))
        .orElseGet(() -> MessageTarget.in(channel));
  }

  DeliveryResult attach(Delivery delivery, Effect.AttachPostMortem attach) {
    PostMortem draft =
        PostMortem.draft(
            store.events(delivery.incident().id()), attach.asked(), KnownSecrets::redact);
    // With its number, so that none takes the place of another.
    String name = attach.filename().replaceFirst("\\.md$", "") + "-draft-" + draft.number() + ".md";
    String text = draft.markdown();
    return attach(delivery, UploadedFile.text(name, text, attach.comment()));
  }

  /** What nothing was measured of has no picture. */
  DeliveryResult attach(Delivery delivery, Effect.AttachChart attach) {
    Optional<MeasuredChart> chart =
        charts.of(delivery.incident(), store.events(delivery.incident().id()));
    if (chart.isEmpty()) {
      return DeliveryResults.done();
    }
    UploadContent picture =
        UploadContent.png(ChartImage.png(chart.get()), attach.comment().plainText());
    return attach(delivery, new UploadedFile(attach.filename(), picture, attach.comment()));
  }

  DeliveryResult attach(Delivery delivery, Effect.AttachDrillTimes attach) {
    Optional<DrillScore> score = DrillScores.of(delivery.incident().details());
    if (score.isEmpty()) {
      return DeliveryResults.done();
    }
    UploadContent picture =
        UploadContent.png(DrillTimesImage.png(score.get()), attach.comment().plainText());
    return attach(delivery, new UploadedFile(attach.filename(), picture, attach.comment()));
  }

  private DeliveryResult attach(Delivery delivery, UploadedFile file) {
    SlackResult<String> attached =
        refs.find(delivery.incident().id(), LiveMessages.PANEL)
            .map(panel ->
                home.orInIncidentsChannel(
                    delivery.incident(),
                    panel.channel(),
                    id -> attach(delivery, file, MessageTarget.inThreadOf(panel, id))))
            .orElseGet(() ->
                home.inIncidentChannel(
                    delivery.incident(), id -> attach(delivery, file, MessageTarget.in(id))));
    return DeliveryResults.of(attached, what(delivery, file), _ -> DeliveryResults.done());
  }

  DeliveryResult delete(String file) {
    return DeliveryResults.of(
        api.files().delete(file), "deleting a file", _ -> DeliveryResults.done());
  }

  /** Slack's id of the file. */
  private SlackResult<String> attach(Delivery delivery, UploadedFile file, MessageTarget target) {
    if (!delivery.maybeDone()) {
      return send(delivery, file, target);
    }
    return sender
        .find(target, delivery.incident().details().declaredAt(), m -> id(m, file).isPresent())
        .then(found ->
            found
                .flatMap(message -> id(message, file))
                .map(SlackResult::ok)
                .orElseGet(() -> send(delivery, file, target)));
  }

  private SlackResult<String> send(Delivery delivery, UploadedFile file, MessageTarget target) {
    String comment = Mrkdwn.render(file.comment(), mentions, delivery.incident().id());
    return api.files()
        .upload(file.name(), file.content())
        .then(id ->
            sender
                .joinThen(
                    target.channel(),
                    () ->
                        api.files()
                            .share(id, file.name(), target.channel(), target.thread(), comment))
                .map(_ -> id));
  }

  private static Optional<String> id(Message message, UploadedFile file) {
    return Stream.ofNullable(message.getFiles())
        .flatMap(List::stream)
        .filter(f -> file.name().equals(f.getTitle()))
        .map(f -> f.getId())
        .findFirst();
  }
}
