package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import java.util.Optional;

/** What people type: slash commands and messages. */
final class Composer {
  private final Acts acts;

  Composer(Acts acts) {
    this.acts = acts;
  }

  private record Sent(Channel channel, String user, String command, JsonObject payload) {}

  JsonObject slash(JsonObject act) {
    String line = Acts.need(act, "text").strip();
    String name = line.split("\\s", 2)[0];
    Optional<Manifest.Command> known =
        acts.manifest().commands().stream().filter(c -> c.command().equals(name)).findFirst();
    String user = acts.workspace().locked(() -> acts.person(act));
    if (known.isEmpty()) {
      String shown = name + " is not a valid command.";
      return acts.notice(user, Shown.error("unknown_command", shown));
    }
    String rest = line.substring(name.length()).strip();
    Sent sent = acts.workspace().locked(() -> prepare(act, user, known.get(), rest));
    Outcome outcome = acts.deliveries().deliver(Deliveries.Kind.SLASH_COMMANDS, sent.payload());
    return switch (outcome) {
      case Outcome.Acknowledged(JsonObject answer) -> answered(sent, answer);
      case Outcome.Late _ -> acts.notice(user, Shown.command(name, Shown.TIMEOUT));
      case Outcome.Failed _ -> acts.notice(user, Shown.command(name, Shown.FAILED));
    };
  }

  private Sent prepare(JsonObject act, String user, Manifest.Command command, String rest) {
    Channel channel = acts.openChannel(act, user);
    String text =
        command.escaped()
            ? Escaping.composed(rest, mention -> acts.workspace().mention(mention))
            : Escaping.typed(rest);
    JsonObject payload =
        acts.payloads()
            .slash(
                channel,
                user,
                command.command(),
                text,
                acts.responseUrls().issue(channel, user, ""),
                acts.triggers().issue(user));
    return new Sent(channel, user, command.command(), payload);
  }

  /** Shows what the acknowledgement carried, to the person or to the channel. */
  private JsonObject answered(Sent sent, JsonObject answer) {
    if (!answer.containsKey("text") && !answer.containsKey("blocks")) {
      return Shown.ok();
    }
    try {
      return acts.workspace()
          .locked(() -> {
            acts.responseUrls().answer(sent.channel(), sent.user(), answer);
            return Shown.ok();
          });
    } catch (Refusal refusal) {
      return acts.notice(sent.user(), Shown.command(sent.command(), refusal.code()));
    }
  }

  JsonObject message(JsonObject act) {
    return acts.workspace()
        .locked(() -> {
          String user = acts.person(act);
          Channel channel = acts.openChannel(act, user);
          String typed = Acts.need(act, "text");
          String text = Escaping.composed(typed, mention -> acts.workspace().mention(mention));
          Optional<String> thread = acts.posts().thread(channel, Jsons.text(act, "thread_ts"));
          JsonObject draft = acts.posts().byUser(user, text).build();
          JsonObject posted = acts.posts().add(channel, draft, thread);
          return Jsons.object().add("ok", true).add("ts", Jsons.text(posted, "ts")).build();
        });
  }
}
