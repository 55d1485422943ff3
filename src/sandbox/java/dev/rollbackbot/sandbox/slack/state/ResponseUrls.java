package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.shared.JsonHelper.copy;
import static dev.rollbackbot.sandbox.shared.JsonHelper.isTrue;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.shared.JsonHelper.without;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Addresses to answer a command or a click at, five times within half an hour. */
public final class ResponseUrls {
  static final int USES = 5;
  private static final int MAX = 2_000;

  private static final class ResponseUrl {
    final WorkspaceChannel channel;
    final String user;
    final String messageTs;
    final Instant expires;
    int uses;

    ResponseUrl(WorkspaceChannel channel, String user, String messageTs, Instant expires) {
      this.channel = channel;
      this.user = user;
      this.messageTs = messageTs;
      this.expires = expires;
    }
  }

  private final Map<String, ResponseUrl> urls = new LinkedHashMap<>();
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

  /**
   * A new address.
   *
   * @param messageTs the message that was clicked, "" for a slash command
   */
  public String issue(WorkspaceChannel channel, String user, String messageTs) {
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
   * @throws SlackErrorException {@code used_url}, {@code expired_url} or what is wrong with the
   *     message
   */
  public void post(String id, JsonObject body) {
    ResponseUrl url = urls.get(id);
    if (url == null || workspace.clock.instant().isAfter(url.expires)) {
      throw new SlackErrorException("expired_url");
    }
    refuseIf(url.uses >= USES, "used_url");
    url.uses++;
    Optional<JsonObject> original = posts.seen(url.channel, url.messageTs, url.user);
    if (isTrue(body, "delete_original")) {
      original.ifPresent(message -> posts.delete(url.channel, message));
    } else if (isTrue(body, "replace_original") && original.isPresent()) {
      replace(url.channel, original.get(), body);
    } else {
      answer(url.channel, url.user, body);
    }
  }

  /** Shows an answer to a command or a click: to one person, or with in_channel to all. */
  public void answer(WorkspaceChannel channel, String user, JsonObject body) {
    MessageContent contents = MessageContent.of(body, workspace.ids);
    JsonObject draft = contents.addTo(posts.byBot(contents.text()));
    Optional<String> thread = posts.thread(channel, text(body, "thread_ts"));
    if (text(body, "response_type").equals("in_channel")) {
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
    posts.replace(
        channel,
        contents.addTo(
            copy(without(original, "blocks"))
                .add("text", contents.text())
                .add(
                    "edited",
                    object().add("user", Workspace.BOT_USER).add("ts", workspace.ids.ts()))));
  }
}
