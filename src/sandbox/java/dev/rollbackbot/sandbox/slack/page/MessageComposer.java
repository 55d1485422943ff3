package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.slack.state.Workspace.TEAM;

import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Slash commands and messages that users send. */
public record MessageComposer(UserActions actions) {
  private record PreparedCommand(
      WorkspaceChannel channel, String user, String command, JsonObject payload) {}

  public JsonObject slash(JsonObject request) {
    String line = UserActions.need(request, "text").strip();
    String name = line.split("\\s", 2)[0];
    Optional<AppManifest.ManifestCommand> known =
        actions.manifest().commands().stream().filter(c -> c.command().equals(name)).findFirst();
    String user = actions.lockedUser(request);
    if (known.isEmpty()) {
      String shown = name + " is not a valid command.";
      return actions.notice(user, UserMessages.error("unknown_command", shown));
    }
    if (actions.workspace().locked(() -> !actions.workspace().user(user).team().equals(TEAM))) {
      String shown = name + " can be used only by members of the workspace it is installed in.";
      return actions.notice(user, UserMessages.error("unknown_command", shown));
    }
    String rest = line.substring(name.length()).strip();
    PreparedCommand sent =
        actions.workspace().locked(() -> prepare(request, user, known.get(), rest));
    DeliveryOutcome outcome =
        actions.deliveries().deliver(Deliveries.DeliveryKind.SLASH_COMMANDS, sent.payload());
    return outcome instanceof DeliveryOutcome.Acknowledged(JsonObject answer)
        ? answered(sent, answer)
        : actions.notice(user, UserMessages.command(name, UserMessages.code(outcome)));
  }

  private PreparedCommand prepare(
      JsonObject request, String user, AppManifest.ManifestCommand command, String rest) {
    WorkspaceChannel channel = actions.openChannel(request, user);
    String text =
        command.escaped()
            ? MessageEscaping.composed(rest, mention -> actions.workspace().mention(mention))
            : MessageEscaping.typed(rest);
    JsonObject payload =
        actions
            .payloads()
            .slash(
                channel,
                user,
                command.command(),
                text,
                actions.responseUrls().issue(channel, user, Optional.empty()),
                actions.triggers().issue(user));
    return new PreparedCommand(channel, user, command.command(), payload);
  }

  /** Posts the message of an acknowledgement, if it has one. */
  private JsonObject answered(PreparedCommand sent, JsonObject answer) {
    if (!answer.containsKey("text") && !answer.containsKey("blocks")) {
      return UserMessages.ok();
    }
    try {
      return actions
          .workspace()
          .locked(() -> {
            actions.responseUrls().answer(sent.channel(), sent.user(), answer);
            return UserMessages.ok();
          });
    } catch (SlackErrorException refusal) {
      return actions.notice(sent.user(), UserMessages.command(sent.command(), refusal.code()));
    }
  }

  public JsonObject message(JsonObject request) {
    return actions
        .workspace()
        .locked(() -> {
          String user = actions.user(request);
          WorkspaceChannel channel = actions.openChannel(request, user);
          String typed = UserActions.need(request, "text");
          String text =
              MessageEscaping.composed(typed, mention -> actions.workspace().mention(mention));
          Optional<String> thread = actions.posts().thread(channel, text(request, "thread_ts"));
          JsonObject draft = actions.posts().byUser(user, text).build();
          JsonObject posted = actions.posts().add(channel, draft, thread);
          return object().add("ok", true).add("ts", text(posted, "ts")).build();
        });
  }
}
