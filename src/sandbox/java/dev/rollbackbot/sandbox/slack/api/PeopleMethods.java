package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code auth.test}, {@code users.*} and {@code usergroups.*}. */
public record PeopleMethods(Workspace workspace, Supplier<URI> address) {
  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("auth.test", this::authTest);
    methods.put("users.info", this::usersInfo);
    methods.put("users.list", this::usersList);
    methods.put("usergroups.list", this::groups);
    methods.put("usergroups.users.list", this::groupUsers);
  }

  private JsonObjectBuilder authTest(ApiArguments args) {
    return JsonHelper.object()
        .add("url", address.get() + "/")
        .add("team", "Sandbox")
        .add("user", workspace.nameOf(Workspace.BOT_USER))
        .add("team_id", Workspace.TEAM)
        .add("user_id", Workspace.BOT_USER)
        .add("bot_id", Workspace.BOT)
        .add("is_enterprise_install", false);
  }

  private JsonObjectBuilder usersInfo(ApiArguments args) {
    return JsonHelper.object().add("user", user(workspace.user(args.required("user"))));
  }

  private JsonObjectBuilder usersList(ApiArguments args) {
    List<JsonObject> all = workspace.users.values().stream().map(this::user).toList();
    Paging.PagedItems<JsonObject> page = Paging.of(all, args, 200, 1_000);
    return ChannelMethods.paged(
        JsonHelper.object()
            .add("members", JsonHelper.objects(page.items()))
            .add("cache_ts", workspace.now()),
        page.next());
  }

  private JsonObject user(Workspace.User user) {
    return JsonHelper.object()
        .add("id", user.id())
        .add("team_id", user.team())
        .add("name", user.name())
        .add("real_name", user.name())
        .add("deleted", user.membership() == Workspace.Membership.DEACTIVATED)
        .add("tz", "Etc/UTC")
        .add("tz_label", "Coordinated Universal Time")
        .add("tz_offset", 0)
        .add("is_restricted", user.guest())
        .add("is_ultra_restricted", user.membership() == Workspace.Membership.SINGLE_CHANNEL_GUEST)
        .add("is_stranger", false)
        .add("is_bot", user.bot())
        .add("is_app_user", false)
        .add(
            "profile",
            JsonHelper.object()
                .add("real_name", user.name())
                .add("display_name", user.name())
                .add("team", user.team()))
        .build();
  }

  private JsonObjectBuilder groups(ApiArguments args) {
    List<JsonObject> all =
        workspace.groups.values().stream()
            .filter(g -> !workspace.disabled.contains(g.id()) || args.flag("include_disabled"))
            .map(group -> {
              JsonObjectBuilder json = group(group);
              if (args.flag("include_count")) {
                json.add("user_count", group.users().size());
              }
              if (args.flag("include_users")) {
                json.add("users", JsonHelper.strings(group.users()));
              }
              return json.build();
            })
            .toList();
    return JsonHelper.object().add("usergroups", JsonHelper.objects(all));
  }

  private static JsonObjectBuilder group(Workspace.Group group) {
    return JsonHelper.object()
        .add("id", group.id())
        .add("team_id", Workspace.TEAM)
        .add("is_usergroup", true)
        .add("name", group.name())
        .add("description", "")
        .add("handle", group.handle())
        .add("is_external", false)
        .add("date_delete", 0);
  }

  private JsonObjectBuilder groupUsers(ApiArguments args) {
    Workspace.Group group =
        Optional.ofNullable(workspace.groups.get(args.required("usergroup")))
            .orElseThrow(() -> new SlackErrorException("no_such_subteam"));
    boolean shown = !workspace.disabled.contains(group.id()) || args.flag("include_disabled");
    return JsonHelper.object().add("users", JsonHelper.strings(shown ? group.users() : List.of()));
  }
}
