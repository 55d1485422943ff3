package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.TreeMap;

/** Everything that the page shows of the workspace to one person. */
final class PageState {
  private final Workspace workspace;
  private final Posts posts;
  private final OpenViews views;
  private final Manifest manifest;

  PageState(Workspace workspace, Posts posts, OpenViews views, Manifest manifest) {
    this.workspace = workspace;
    this.posts = posts;
    this.views = views;
    this.manifest = manifest;
  }

  JsonObject of(String user) {
    List<Channel> visible =
        workspace.channels.values().stream().filter(c -> c.visibleTo(user)).toList();
    JsonObjectBuilder messages = Jsons.object();
    visible.forEach(channel -> messages.add(channel.id, messages(channel, user)));
    return Jsons.object()
        .add("user", user)
        .add("users", users())
        .add("groups", groups())
        .add("channels", Jsons.objects(visible.stream().map(Channel::pageJson).toList()))
        .add("messages", messages)
        .add("views", Jsons.objects(views.stackOf(user).stream().map(views::json).toList()))
        .add("commands", commands())
        .build();
  }

  private JsonArrayBuilder messages(Channel channel, String user) {
    TreeMap<String, JsonObject> seen = new TreeMap<>(channel.messages);
    channel.ephemerals.forEach((ts, message) -> {
      if (Jsons.text(message, "ephemeral_user").equals(user)) {
        seen.put(ts, message);
      }
    });
    JsonArrayBuilder all = Jsons.array();
    seen.values().forEach(message -> all.add(posts.pageJson(message)));
    return all;
  }

  private JsonArrayBuilder users() {
    JsonArrayBuilder all = Jsons.array();
    workspace
        .users
        .values()
        .forEach(user ->
            all.add(
                Jsons.object()
                    .add("id", user.id())
                    .add("name", user.name())
                    .add("role", user.bot() ? "bot" : user.name())
                    .add("bot", user.bot())));
    return all;
  }

  private JsonArrayBuilder groups() {
    JsonArrayBuilder all = Jsons.array();
    workspace
        .groups
        .values()
        .forEach(group ->
            all.add(
                Jsons.object()
                    .add("id", group.id())
                    .add("handle", group.handle())
                    .add("users", Jsons.strings(group.users()))));
    return all;
  }

  private JsonArrayBuilder commands() {
    JsonArrayBuilder all = Jsons.array();
    manifest
        .commands()
        .forEach(command ->
            all.add(
                Jsons.object()
                    .add("command", command.command())
                    .add("description", command.description())
                    .add("usage_hint", command.usageHint())));
    return all;
  }
}
