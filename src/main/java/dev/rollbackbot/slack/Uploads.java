package dev.rollbackbot.slack;

import com.slack.api.model.Message;
import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat.Delivered;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.Lost;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Posts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.slack.view.Mrkdwn;
import dev.rollbackbot.slack.view.Names;
import java.util.Optional;

/** Files in the panel's thread. A file has no metadata, so it is known again by its title. */
final class Uploads {
  private final SlackApi api;
  private final Voice voice;
  private final Home home;
  private final MessageRefs refs;
  private final Artifacts artifacts;
  private final IncidentStore store;
  private final Names names;

  Uploads(
      SlackApi api,
      Voice voice,
      Home home,
      MessageRefs refs,
      Artifacts artifacts,
      IncidentStore store,
      Names names) {
    this.api = api;
    this.voice = voice;
    this.home = home;
    this.refs = refs;
    this.artifacts = artifacts;
    this.store = store;
    this.names = names;
  }

  /** A text to attach. */
  private record Paper(String filename, String text, Prose comment) {}

  Delivered attach(Delivery d, Effect.Attach attach) {
    return artifacts
        .find(attach.job())
        .map(text -> attach(d, new Paper(attach.filename(), text, attach.comment())))
        .orElseGet(
            () -> new Lost(attach.filename(), "nothing is kept of what " + attach.job() + " read"));
  }

  Delivered attach(Delivery d, Effect.AttachPostMortem attach) {
    String text = Posts.postMortem(d.incident(), store.events(d.incident().id()));
    return attach(d, new Paper(attach.filename(), text, attach.comment()));
  }

  private Delivered attach(Delivery d, Paper paper) {
    Optional<MessageRef> panel = refs.find(d.incident().id(), Surfaces.PANEL);
    Reply<Boolean> attached =
        panel
            .map(p -> home.orElsewhere(p.channel(), id -> attach(d, paper, Posting.spot(p, id))))
            .orElseGet(() -> home.in(d.incident(), id -> attach(d, paper, Voice.Spot.in(id))));
    return Outcomes.of(attached, "the file " + paper.filename(), _ -> Outcomes.done());
  }

  private Reply<Boolean> attach(Delivery d, Paper paper, Voice.Spot spot) {
    Reply<Boolean> there =
        d.maybeDone()
            ? voice
                .find(spot, d.incident().facts().declaredAt(), m -> has(m, paper.filename()))
                .map(Optional::isPresent)
            : Reply.ok(false);
    return there.then(found -> found ? Reply.ok(true) : send(d, paper, spot));
  }

  private Reply<Boolean> send(Delivery d, Paper paper, Voice.Spot spot) {
    String comment = Mrkdwn.render(paper.comment(), names, d.incident().id());
    // Slack takes no empty file.
    String text = paper.text().isEmpty() ? "\n" : paper.text();
    return api.files()
        .upload(paper.filename(), text)
        .then(file ->
            voice.member(
                spot.channel(),
                () ->
                    api.files()
                        .share(file, paper.filename(), spot.channel(), spot.thread(), comment)));
  }

  private static boolean has(Message message, String title) {
    return message.getFiles() != null
        && message.getFiles().stream().anyMatch(f -> title.equals(f.getTitle()));
  }
}
