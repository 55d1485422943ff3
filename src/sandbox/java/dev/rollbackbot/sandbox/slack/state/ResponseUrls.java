package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.BoundedMap;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Response URLs: each takes five answers to a command or a click within half an hour. */
public final class ResponseUrls {
  static final int USES = 5;
  private static final int MAX = 2_000;

  private record ResponseUrl(
      WorkspaceChannel channel,
      String user,
      Optional<String> messageTs,
      Instant expires,
      AtomicInteger uses) {}

  private final Map<String, ResponseUrl> urls = BoundedMap.of(MAX);
  private final Workspace workspace;
  private final MessageStore posts;
  private final Duration life;
  private final Supplier<URI> address;

  public ResponseUrls(
      Workspace workspace, MessageStore posts, Duration life, Supplier<URI> address) {
    this.workspace = workspace;
    this.posts = posts;
    this.life = life;
    this.address = address;
  }

  /** {@code messageTs} is empty for a slash command. */
  public String issue(WorkspaceChannel channel, String user, Optional<String> messageTs) {
    String id = workspace.ids.hex(16);
    Instant expires = workspace.clock.instant().plus(life);
    urls.put(id, new ResponseUrl(channel, user, messageTs, expires, new AtomicInteger()));
    return address.get() + "/response/" + id;
  }

  /** Refuses with {@code used_url}, {@code expired_url} or an error in the message. */
  public void post(String id, JsonObject body) {
    ResponseUrl url = urls.get(id);
    if (url == null || workspace.clock.instant().isAfter(url.expires)) {
      throw new SlackErrorException("expired_url");
    }
    refuseIf(url.uses.getAndIncrement() >= USES, "used_url");
    Optional<JsonObject> original =
        url.messageTs.flatMap(ts -> posts.seen(url.channel, ts, url.user));
    if (JsonHelper.isTrue(body, "delete_original")) {
      original.ifPresent(message -> posts.delete(url.channel, message));
    } else if (JsonHelper.isTrue(body, "replace_original") && original.isPresent()) {
      replace(url.channel, original.get(), body);
    } else {
      answer(url.channel, url.user, body);
    }
  }

  /** To one user, or to the channel with {@code in_channel}. */
  public void answer(WorkspaceChannel channel, String user, JsonObject body) {
    MessageContent contents = MessageContent.of(body, workspace.ids);
    JsonObject draft = contents.addTo(posts.byBot(contents.text()));
    Optional<String> thread = posts.thread(channel, JsonHelper.text(body, "thread_ts"));
    if (JsonHelper.text(body, "response_type").equals("in_channel")) {
      posts.add(channel, draft, thread);
    } else {
      posts.addEphemeral(channel, user, draft, thread);
    }
  }

  public void clear() {
    urls.clear();
  }

  private void replace(WorkspaceChannel channel, JsonObject original, JsonObject body) {
    MessageContent contents = MessageContent.of(body, workspace.ids);
    JsonObjectBuilder edited =
        JsonHelper.copy(JsonHelper.without(original, "blocks"))
            .add("text", contents.text())
            .add("edited", posts.edited());
    posts.replace(channel, contents.addTo(edited));
  }
}
