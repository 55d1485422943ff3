package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Addresses to answer a command or a click at, five times within half an hour. */
final class ResponseUrls {
  static final int USES = 5;
  private static final int MAX = 2_000;

  private static final class ResponseUrl {
    final Channel channel;
    final String user;
    final String messageTs;
    final Instant expires;
    int uses;

    ResponseUrl(Channel channel, String user, String messageTs, Instant expires) {
      this.channel = channel;
      this.user = user;
      this.messageTs = messageTs;
      this.expires = expires;
    }
  }

  private final Map<String, ResponseUrl> urls = new LinkedHashMap<>();
  private final Workspace workspace;
  private final Posts posts;
  private final Duration life;
  private final Supplier<URI> address;

  ResponseUrls(Workspace workspace, Posts posts, Duration life, Supplier<URI> address) {
    this.workspace = workspace;
    this.posts = posts;
    this.life = life;
    this.address = address;
  }

  /**
   * A new address.
   *
   * @param messageTs the message that was clicked, "" for a slash command
   */
  String issue(Channel channel, String user, String messageTs) {
    String id = workspace.ids.hex(16);
    Instant expires = workspace.clock.instant().plus(life);
    urls.put(id, new ResponseUrl(channel, user, messageTs, expires));
    if (urls.size() > MAX) {
      urls.remove(urls.keySet().iterator().next());
    }
    return address.get() + "/response/" + id;
  }

  /**
   * Carries out what was posted to an address. Called with the lock held.
   *
   * @throws Refusal {@code used_url}, {@code expired_url} or what is wrong with the message
   */
  void post(String id, JsonObject body) {
    ResponseUrl url = urls.get(id);
    if (url == null || workspace.clock.instant().isAfter(url.expires)) {
      throw new Refusal("expired_url");
    }
    if (url.uses >= USES) {
      throw new Refusal("used_url");
    }
    url.uses++;
    Optional<JsonObject> original = posts.seen(url.channel, url.messageTs, url.user);
    if (Jsons.isTrue(body, "delete_original")) {
      original.ifPresent(message -> posts.delete(url.channel, message));
    } else if (Jsons.isTrue(body, "replace_original") && original.isPresent()) {
      replace(url.channel, original.get(), body);
    } else {
      answer(url.channel, url.user, body);
    }
  }

  /** Shows an answer to a command or a click: to one person, or with in_channel to all. */
  void answer(Channel channel, String user, JsonObject body) {
    Contents contents = Contents.of(body, workspace.ids);
    JsonObject draft = contents.addTo(posts.byBot(contents.text()));
    Optional<String> thread = posts.thread(channel, Jsons.text(body, "thread_ts"));
    if (Jsons.text(body, "response_type").equals("in_channel")) {
      posts.add(channel, draft, thread);
    } else {
      posts.addEphemeral(channel, user, draft, thread);
    }
  }

  void clear() {
    urls.clear();
  }

  private void replace(Channel channel, JsonObject original, JsonObject body) {
    Contents contents = Contents.of(body, workspace.ids);
    posts.replace(
        channel,
        contents.addTo(
            Jsons.copy(Jsons.without(original, "blocks"))
                .add("text", contents.text())
                .add(
                    "edited",
                    Jsons.object().add("user", Workspace.BOT_USER).add("ts", workspace.ids.ts()))));
  }
}
