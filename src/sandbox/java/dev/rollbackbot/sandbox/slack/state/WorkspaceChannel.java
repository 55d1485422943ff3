package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Guarded by the workspace's lock. */
public final class WorkspaceChannel {
  /** How the ids of channels begin that only make the workspace large. */
  static final String UNSEEN = "C0BULK";

  public final String id;
  public String name;
  final String creator;
  final long created;
  public boolean isPrivate;
  public final Set<String> members = new LinkedHashSet<>();

  /** By ts, oldest first, replies in threads included. */
  public final TreeMap<String, JsonObject> messages = new TreeMap<>();

  /** By ts; each has {@code ephemeral_user}, the only user who sees it. */
  public final TreeMap<String, JsonObject> ephemerals = new TreeMap<>();

  public final List<JsonObject> bookmarks = new ArrayList<>();
  public final Set<String> pins = new LinkedHashSet<>();
  public String topic = "";
  public String topicBy = "";
  public long topicSet;
  public String purpose = "";
  public String purposeBy = "";
  public long purposeSet;
  public boolean archived;

  /** Whether an admin lets only some people post. */
  public boolean restricted;

  WorkspaceChannel(String id, String name, String creator, long created, boolean isPrivate) {
    this.id = id;
    this.name = name;
    this.creator = creator;
    this.created = created;
    this.isPrivate = isPrivate;
  }

  /** Whether the sandbox's page lists it. */
  public boolean onPage() {
    return !id.startsWith(UNSEEN);
  }

  public boolean visibleTo(String user) {
    return !isPrivate || members.contains(user);
  }

  /** Refuses with {@code is_archived}. */
  public void requireOpen() {
    refuseIf(archived, "is_archived");
  }

  /** Refuses with {@code not_in_channel}. */
  public void requireMember(String user) {
    refuseIf(!members.contains(user), "not_in_channel");
  }

  /** The conversation object of the Web API for one user. */
  public JsonObjectBuilder json(String viewer) {
    return JsonHelper.object()
        .add("id", id)
        .add("name", name)
        .add("name_normalized", name.toLowerCase(Locale.ROOT))
        .add("is_channel", !isPrivate)
        .add("is_group", isPrivate)
        .add("is_im", false)
        .add("is_mpim", false)
        .add("is_private", isPrivate)
        .add("is_archived", archived)
        .add("is_general", id.equals(Workspace.GENERAL))
        .add("is_shared", false)
        .add("is_org_shared", false)
        .add("is_ext_shared", false)
        .add("is_pending_ext_shared", false)
        .add("pending_shared", JsonValue.EMPTY_JSON_ARRAY)
        .add("unlinked", 0)
        .add("created", created)
        .add("updated", created * 1_000)
        .add("creator", creator)
        .add("context_team_id", Workspace.TEAM)
        .add("is_member", members.contains(viewer))
        .add("topic", about(topic, topicBy, topicSet))
        .add("purpose", about(purpose, purposeBy, purposeSet))
        .add("previous_names", JsonValue.EMPTY_JSON_ARRAY);
  }

  public JsonObject pageJson() {
    return JsonHelper.object()
        .add("id", id)
        .add("name", name)
        .add("topic", topic)
        .add("purpose", purpose)
        .add("archived", archived)
        .add("members", JsonHelper.strings(members))
        .add(
            "bookmarks",
            JsonHelper.objects(bookmarks.stream().map(WorkspaceChannel::pageBookmark).toList()))
        .add("pins", JsonHelper.strings(pins))
        .build();
  }

  private static JsonObject pageBookmark(JsonObject bookmark) {
    JsonObjectBuilder page = JsonHelper.object();
    for (String key : new String[] {"id", "title", "link", "emoji"}) {
      page.add(key, JsonHelper.text(bookmark, key));
    }
    return page.build();
  }

  private static JsonObjectBuilder about(String value, String by, long at) {
    return JsonHelper.object().add("value", value).add("creator", by).add("last_set", at);
  }
}
