package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;

import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import java.util.Optional;

/** What people type: slash commands and messages. */
public record MessageComposer(UserActions acts) {

  private record PreparedCommand(
      WorkspaceChannel channel, String user, String command, JsonObject payload) {}

  public JsonObject slash(JsonObject act) {
    String line = UserActions.need(act, "text").strip();
    String name = line.split("\\s", 2)[0];
    Optional<AppManifest.ManifestCommand> known =
        acts.manifest().commands().stream().filter(c -> c.command().equals(name)).findFirst();
    String user = acts.workspace().locked(() -> acts.person(act));
    if (known.isEmpty()) {
      String shown = name + " is not a valid command.";
      return acts.notice(user, UserMessages.error("unknown_command", shown));
    }
    String rest = line.substring(name.length()).strip();
    PreparedCommand sent = acts.workspace().locked(() -> prepare(act, user, known.get(), rest));
    DeliveryOutcome outcome =
        acts.deliveries().deliver(Deliveries.DeliveryKind.SLASH_COMMANDS, sent.payload());
    return switch (outcome) {
      case DeliveryOutcome.Acknowledged(JsonObject answer) -> answered(sent, answer);
      case DeliveryOutcome.TimedOut _ ->
          acts.notice(user, UserMessages.command(name, UserMessages.TIMEOUT));
      case DeliveryOutcome.Failed _ ->
          acts.notice(user, UserMessages.command(name, UserMessages.FAILED));
    };
  }

  private PreparedCommand prepare(
      JsonObject act, String user, AppManifest.ManifestCommand command, String rest) {
    WorkspaceChannel channel = acts.openChannel(act, user);
    String text =
        command.escaped()
            ? MessageEscaping.composed(rest, mention -> acts.workspace().mention(mention))
            : MessageEscaping.typed(rest);
    JsonObject payload =
        acts.payloads()
            .slash(
                channel,
                user,
                command.command(),
                text,
                acts.responseUrls().issue(channel, user, ""),
                acts.triggers().issue(user));
    return new PreparedCommand(channel, user, command.command(), payload);
  }

  /** Shows what the acknowledgement carried, to the person or to the channel. */
  private JsonObject answered(PreparedCommand sent, JsonObject answer) {
    if (!answer.containsKey("text") && !answer.containsKey("blocks")) {
      return UserMessages.ok();
    }
    try {
      return acts.workspace()
          .locked(() -> {
            acts.responseUrls().answer(sent.channel(), sent.user(), answer);
            return UserMessages.ok();
          });
    } catch (SlackErrorException refusal) {
      return acts.notice(sent.user(), UserMessages.command(sent.command(), refusal.code()));
    }
  }

  public JsonObject message(JsonObject act) {
    return acts.workspace()
        .locked(() -> {
          String user = acts.person(act);
          WorkspaceChannel channel = acts.openChannel(act, user);
          String typed = UserActions.need(act, "text");
          String text =
              MessageEscaping.composed(typed, mention -> acts.workspace().mention(mention));
          Optional<String> thread = acts.posts().thread(channel, text(act, "thread_ts"));
          JsonObject draft = acts.posts().byUser(user, text).build();
          JsonObject posted = acts.posts().add(channel, draft, thread);
          return object().add("ok", true).add("ts", text(posted, "ts")).build();
        });
  }
}
