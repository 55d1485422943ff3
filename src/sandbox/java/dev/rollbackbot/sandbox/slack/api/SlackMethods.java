package dev.rollbackbot.sandbox.slack.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The known Web API methods with token, scopes and rate. */
public final class SlackMethods {
  /** Calls a minute, by Slack's tiers. */
  public enum Tier {
    TIER_1(1),
    TIER_2(20),
    TIER_3(50),
    TIER_4(100),
    /** Some hundreds: auth.test and chat.getPermalink. */
    SPECIAL(600),
    /** In each channel: chat.postMessage. */
    POSTING(60);

    final int perMinute;

    Tier(int perMinute) {
      this.perMinute = perMinute;
    }
  }

  public enum TokenKind {
    BOT,
    APP,
    ANY
  }

  /** One of the scopes is enough; none means that no scope is needed. */
  public record MethodSpec(String name, Set<String> scopes, Tier tier, TokenKind token) {}

  private static final Map<String, MethodSpec> ALL = table();

  private SlackMethods() {}

  public static Optional<MethodSpec> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  public static List<MethodSpec> all() {
    return List.copyOf(ALL.values());
  }

  private static Map<String, MethodSpec> table() {
    Map<String, MethodSpec> table = new LinkedHashMap<>();
    method(table, "auth.test", Tier.SPECIAL, TokenKind.ANY);
    bot(table, "chat.postMessage", Tier.POSTING, "chat:write");
    bot(table, "chat.postEphemeral", Tier.TIER_4, "chat:write");
    bot(table, "chat.update", Tier.TIER_3, "chat:write");
    bot(table, "chat.delete", Tier.TIER_3, "chat:write");
    bot(table, "chat.getPermalink", Tier.SPECIAL);
    bot(table, "conversations.create", Tier.TIER_2, "channels:manage", "groups:write");
    bot(table, "conversations.invite", Tier.TIER_3, "channels:manage", "channels:write.invites");
    bot(table, "conversations.setTopic", Tier.TIER_2, "channels:manage", "channels:write.topic");
    bot(table, "conversations.setPurpose", Tier.TIER_2, "channels:manage", "channels:write.topic");
    bot(table, "conversations.archive", Tier.TIER_2, "channels:manage");
    bot(table, "conversations.join", Tier.TIER_3, "channels:join");
    bot(table, "conversations.list", Tier.TIER_2, "channels:read", "groups:read");
    bot(table, "conversations.info", Tier.TIER_3, "channels:read", "groups:read");
    bot(table, "conversations.members", Tier.TIER_4, "channels:read", "groups:read");
    bot(table, "conversations.history", Tier.TIER_3, "channels:history", "groups:history");
    bot(table, "conversations.replies", Tier.TIER_3, "channels:history", "groups:history");
    bot(table, "views.open", Tier.TIER_4);
    bot(table, "views.push", Tier.TIER_4);
    bot(table, "views.update", Tier.TIER_4);
    bot(table, "users.info", Tier.TIER_4, "users:read");
    bot(table, "users.conversations", Tier.TIER_3, "channels:read", "groups:read");
    bot(table, "users.list", Tier.TIER_2, "users:read");
    bot(table, "usergroups.list", Tier.TIER_2, "usergroups:read");
    bot(table, "usergroups.users.list", Tier.TIER_2, "usergroups:read");
    bot(table, "files.getUploadURLExternal", Tier.TIER_4, "files:write");
    bot(table, "files.completeUploadExternal", Tier.TIER_4, "files:write");
    bot(table, "files.delete", Tier.TIER_3, "files:write");
    bot(table, "pins.add", Tier.TIER_2, "pins:write");
    bot(table, "pins.remove", Tier.TIER_2, "pins:write");
    bot(table, "bookmarks.add", Tier.TIER_2, "bookmarks:write");
    bot(table, "bookmarks.edit", Tier.TIER_2, "bookmarks:write");
    method(table, "apps.connections.open", Tier.TIER_1, TokenKind.APP, "connections:write");
    return table;
  }

  private static void bot(Map<String, MethodSpec> table, String name, Tier tier, String... scopes) {
    method(table, name, tier, TokenKind.BOT, scopes);
  }

  private static void method(
      Map<String, MethodSpec> table, String name, Tier tier, TokenKind token, String... scopes) {
    Set<String> anyOf = new LinkedHashSet<>(Arrays.asList(scopes));
    table.put(name, new MethodSpec(name, anyOf, tier, token));
  }
}
