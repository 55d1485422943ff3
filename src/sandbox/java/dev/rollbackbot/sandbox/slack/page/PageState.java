package dev.rollbackbot.sandbox.slack.page;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The state of the workspace for the page of one user. */
public record PageState(
    Workspace workspace, MessageStore posts, ViewStack views, AppManifest manifest) {
  public JsonObject of(String user) {
    List<WorkspaceChannel> visible =
        workspace.channels.values().stream().filter(c -> c.onPage() && c.visibleTo(user)).toList();
    JsonObjectBuilder messages = JsonHelper.object();
    visible.forEach(channel -> messages.add(channel.id, messages(channel, user)));
    return JsonHelper.object()
        .add("user", user)
        .add("users", users())
        .add("groups", groups())
        .add(
            "channels",
            JsonHelper.objects(visible.stream().map(WorkspaceChannel::pageJson).toList()))
        .add("messages", messages)
        .add("views", JsonHelper.objects(views.stackOf(user).stream().map(views::json).toList()))
        .add("commands", commands())
        .build();
  }

  private JsonArray messages(WorkspaceChannel channel, String user) {
    TreeMap<String, JsonObject> seen = new TreeMap<>(channel.messages);
    channel.ephemerals.forEach((ts, message) -> {
      if (JsonHelper.text(message, "ephemeral_user").equals(user)) {
        seen.put(ts, message);
      }
    });
    return JsonHelper.objects(seen.values().stream().map(posts::pageJson).toList());
  }

  private JsonArray users() {
    return list(
        workspace.users.values().stream().filter(Workspace.User::onPage).toList(),
        user ->
            JsonHelper.object()
                .add("id", user.id())
                .add("name", user.name())
                .add("role", role(user))
                .add("bot", user.bot()));
  }

  private static String role(Workspace.User user) {
    return switch (user.membership()) {
      case MEMBER -> user.name();
      case BOT -> "bot";
      case GUEST, SINGLE_CHANNEL_GUEST -> "a guest of the workspace";
      case EXTERNAL -> "from another company";
      case DEACTIVATED -> "a deactivated account";
    };
  }

  private JsonArray groups() {
    return list(
        workspace.groups.values(),
        group ->
            JsonHelper.object()
                .add("id", group.id())
                .add("handle", group.handle())
                .add("users", JsonHelper.strings(group.users())));
  }

  private JsonArray commands() {
    return list(
        manifest.commands(),
        command ->
            JsonHelper.object()
                .add("command", command.command())
                .add("description", command.description())
                .add("usage_hint", command.usageHint()));
  }

  private static <T> JsonArray list(Collection<T> values, Function<T, JsonObjectBuilder> json) {
    return JsonHelper.objects(values.stream().map(value -> json.apply(value).build()).toList());
  }
}
