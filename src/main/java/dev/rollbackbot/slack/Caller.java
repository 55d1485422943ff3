package dev.rollbackbot.slack;

import dev.rollbackbot.app.Desk;
import dev.rollbackbot.app.Directory;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.view.Mrkdwn;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What became of a person's wish, as that person is told. */
final class Caller {
  private Caller() {}

  /** What a handler answers. */
  sealed interface Told {}

  /** It is stored. */
  record Stored(Desk.Accepted accepted) implements Told {}

  /**
   * Nothing changed.
   *
   * @param plain the same without markup, for a modal's fields
   */
  record Not(String text, String plain) implements Told {
    static Not of(String text) {
      return new Not(text, text);
    }
  }

  /** Finds the caller's roles first; nothing is done for people that nobody can vouch for. */
  static Told wish(
      Backstage b, String person, Environment where, Function<Actor, Desk.Receipt> wish) {
    return switch (b.directory().roles(person, where)) {
      case Directory.Unsure(String why) -> Not.of(Words.unsure(why));
      case Directory.Known known -> told(b, wish.apply(new Actor(person, known.roles())));
    };
  }

  private static Told told(Backstage b, Desk.Receipt receipt) {
    return switch (receipt) {
      case Desk.Accepted accepted -> new Stored(accepted);
      case Desk.Refused refused -> refusal(b, refused.text());
      case Desk.AlreadyOpen open ->
          Not.of(Words.alreadyOpen(open.incident(), open.channel().map(Channel::id)));
      case Desk.NotStored _ -> Not.of(Words.notStored());
    };
  }

  /** A refusal never links to a log, so that any incident's id will do. */
  private static Not refusal(Backstage b, Prose text) {
    String drawn = Mrkdwn.render(text, b.names(), new IncidentId(1));
    return new Not(drawn, plain(text));
  }

  private static String plain(Prose text) {
    List<Prose.Span> spans =
        text.spans().stream()
            .map(s ->
                s.kind() == Prose.Kind.PERSON
                    ? new Prose.Span(Prose.Kind.TEXT, "that person", "")
                    : s)
            .toList();
    return Optional.of(new Prose(spans).plain()).filter(t -> !t.isBlank()).orElse("Not now.");
  }
}
