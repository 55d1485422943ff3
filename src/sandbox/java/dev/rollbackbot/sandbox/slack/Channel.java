package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** One channel with everything in it. Guarded by the workspace's lock. */
final class Channel {
  final String id;
  final String name;
  final String creator;
  final long created;
  final boolean isPrivate;
  final Set<String> members = new LinkedHashSet<>();

  /** By ts, oldest first; threads' replies stand among the others. */
  final TreeMap<String, JsonObject> messages = new TreeMap<>();

  /** What only one person sees, by ts; each holds {@code ephemeral_user}. */
  final TreeMap<String, JsonObject> ephemerals = new TreeMap<>();

  final List<JsonObject> bookmarks = new ArrayList<>();
  final Set<String> pins = new LinkedHashSet<>();
  String topic = "";
  String topicBy = "";
  long topicSet;
  String purpose = "";
  String purposeBy = "";
  long purposeSet;
  boolean archived;

  Channel(String id, String name, String creator, long created, boolean isPrivate) {
    this.id = id;
    this.name = name;
    this.creator = creator;
    this.created = created;
    this.isPrivate = isPrivate;
  }

  boolean visibleTo(String user) {
    return !isPrivate || members.contains(user);
  }

  /** The conversation object of the Web API, as one user sees it. */
  JsonObjectBuilder json(String viewer) {
    return Jsons.object()
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

  /** The channel as the page shows it. */
  JsonObject pageJson() {
    return Jsons.object()
        .add("id", id)
        .add("name", name)
        .add("topic", topic)
        .add("purpose", purpose)
        .add("archived", archived)
        .add("members", Jsons.strings(members))
        .add("bookmarks", Jsons.objects(bookmarks.stream().map(Channel::pageBookmark).toList()))
        .add("pins", Jsons.strings(pins))
        .build();
  }

  private static JsonObject pageBookmark(JsonObject bookmark) {
    JsonObjectBuilder page = Jsons.object();
    for (String key : new String[] {"id", "title", "link", "emoji"}) {
      page.add(key, Jsons.text(bookmark, key));
    }
    return page.build();
  }

  private static JsonObjectBuilder about(String value, String by, long at) {
    return Jsons.object().add("value", value).add("creator", by).add("last_set", at);
  }
}
