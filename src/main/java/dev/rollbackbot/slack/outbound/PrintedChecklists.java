package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.paper.PaperChecklist;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.UploadContent;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checklist on paper, as files in the thread of one message, which a bookmark of the channel
 * leads to: Slack has them also when the bot isn't there.
 */
record PrintedChecklists(
    SlackApi api,
    MessageSender sender,
    MessageRefs refs,
    MentionLookup mentions,
    InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(PrintedChecklists.class);
  private static final String SLOT = "printed checklist";
  private static final String TITLE = "Checklist on paper";

  /** Prints it as it is now; the answer for whoever asked. */
  String print(Incident incident) {
    // Never outside of the incident's channel: it may be private, and the page holds what is
    // planned.
    Optional<String> channel = incident.details().channel().filter(Channel::own).map(Channel::id);
    if (channel.isEmpty()) {
      return "%s has no channel of its own, where the checklist could be kept. An empty one: `rollback-bot runbook print %s`."
          .formatted(incident.details().label(), Mrkdwn.escape(incident.details().runbook().id()));
    }
    Instant now = clock.instant();
    String page = PaperChecklist.of(incident, mentions.logLink(incident.id()), now);
    String mark = incident.details().isDrill() ? IncidentDetails.DRILL + "-" : "";
    String name = mark + incident.id().label().toLowerCase(Locale.ROOT) + "-checklist.html";
    SlackResult<MessageRef> printed =
        message(incident, channel.get())
            .then(message -> share(message, name, page, now).map(_ -> message));
    return switch (printed) {
      case Ok<MessageRef>(MessageRef message) ->
          "The checklist as it is now is a page to open and print, in the thread of %s. The bookmark “%s” of the channel leads there, also when the bot is away."
              .formatted(link(message), TITLE);
      case CallFailed<MessageRef>(SlackResult.SlackError error) -> {
        LOG.warn("checklist not printed reason={}", error.why());
        yield "The checklist could not be uploaded: %s. Try again in a minute; an empty one: `rollback-bot runbook print %s`."
            .formatted(
                Mrkdwn.escape(error.why()), Mrkdwn.escape(incident.details().runbook().id()));
      }
    };
  }

  private String link(MessageRef message) {
    return api.messages().permalink(message.channel(), message.ts())
            instanceof Ok<String>(String url)
        ? "<%s|this message>".formatted(url)
        : "the message “%s”".formatted(TITLE);
  }

  private SlackResult<Boolean> share(MessageRef message, String name, String page, Instant now) {
    return api.files()
        .upload(name, UploadContent.html(page))
        .then(file ->
            api.files()
                .share(
                    file,
                    name,
                    message.channel(),
                    Optional.of(message.ts()),
                    Mrkdwn.since("As of", now)
                        + ": download it, open it in a browser, and print."));
  }

  /** One for the incident; a message that a click may have posted before is looked for. */
  private SlackResult<MessageRef> message(Incident incident, String channel) {
    Optional<MessageRef> known =
        refs.find(incident.id(), SLOT).filter(ref -> ref.channel().equals(channel));
    return known.map(SlackResult::ok).orElseGet(() -> posted(incident, channel));
  }

  private SlackResult<MessageRef> posted(Incident incident, String channel) {
    String text =
        "*%s* of %s: in the thread below, the newest last."
            .formatted(TITLE, incident.details().label());
    Idempotency once =
        new Idempotency(incident.id().label() + "/" + SLOT, true, incident.details().declaredAt());
    return sender
        .postOnce(
            MessageTarget.in(channel), new OutgoingMessage(text, BlockKit.sections(text)), once)
        .then(message -> bookmarked(message).map(_ -> message))
        .map(message -> {
          refs.save(incident.id(), SLOT, message);
          return message;
        });
  }

  /** A bookmark that Slack refuses is no reason for no paper. */
  private SlackResult<Boolean> bookmarked(MessageRef message) {
    SlackResult<Boolean> bookmark =
        api.messages()
            .permalink(message.channel(), message.ts())
            .then(url -> api.conversations().bookmark(message.channel(), TITLE, url));
    if (bookmark instanceof CallFailed<Boolean>(SlackResult.ApiError error)) {
      LOG.warn("no bookmark of the printed checklist reason={}", error.why());
      return SlackResult.ok(false);
    }
    return bookmark;
  }
}
