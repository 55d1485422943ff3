package dev.rollbackbot.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.chat.ChatUpdateResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import com.slack.api.model.ErrorResponseMetadata;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import com.slack.api.model.Usergroup;
import com.slack.api.model.view.View;
import com.slack.api.util.http.SlackHttpClient;
import dev.rollbackbot.app.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Every call to Slack's Web API; those about files are in {@link SlackFiles}. A call takes as long
 * as the limit it was made with; nothing is retried here.
 */
final class SlackApi implements AutoCloseable {
  static final String EVENT_TYPE = "rollback_bot_post";
  static final String KEY = "key";

  /** As many as Slack gives at once. */
  static final int PAGE = 200;

  private final Slack slack;
  private final MethodsClient methods;
  private final OkHttpClient http;
  private final Optional<SlackHttpClient> own;

  /** One page of a list, and where the next begins; empty: it is the last. */
  record Page<T>(List<T> items, String next) {
    Page {
      items = List.copyOf(items);
    }
  }

  private SlackApi(Slack slack, String token, OkHttpClient http, Optional<SlackHttpClient> own) {
    this.slack = slack;
    this.methods = slack.methods(token);
    this.http = http;
    this.own = own;
  }

  /** One of these is enough for a process: the SDK keeps threads for each. */
  static SlackApi open(SlackOptions options) {
    int millis = (int) options.callLimit().toMillis();
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(options.apiUrl().toString());
    config.setPrettyResponseLoggingEnabled(false);
    config.setStatsEnabled(false);
    config.setHttpClientCallTimeoutMillis(millis);
    config.setHttpClientReadTimeoutMillis(millis);
    config.setHttpClientWriteTimeoutMillis(millis);
    OkHttpClient http = guarded(config, options.limits());
    SlackHttpClient own = new SlackHttpClient(http);
    own.setConfig(config);
    return new SlackApi(Slack.getInstance(config, own), options.botToken(), http, Optional.empty());
  }

  private static OkHttpClient guarded(SlackConfig config, Limits limits) {
    return SlackHttpClient.buildOkHttpClient(config)
        .newBuilder()
        // It would send a post again whose answer was lost; we look for that one first.
        .retryOnConnectionFailure(false)
        .addInterceptor(new BoundedAnswers(limits.answerBytes(), limits.jsonDepth()))
        .addNetworkInterceptor(new Fencing())
        .build();
  }

  /** The same, for calls that somebody waits for. */
  SlackApi within(Duration patience, String token) {
    SlackHttpClient quick = new SlackHttpClient(http.newBuilder().callTimeout(patience).build());
    SlackConfig config = slack.getConfig();
    quick.setConfig(config);
    return new SlackApi(
        Slack.getInstance(config, quick), token, quick.getOkHttpClient(), Optional.of(quick));
  }

  Slack sdk() {
    return slack;
  }

  /** The bot's own user id. */
  Reply<String> whoAmI() {
    return Calls.make("auth.test", () -> methods.authTest(r -> r)).map(AuthTestResponse::getUserId);
  }

  // Channels.

  Reply<Page<Conversation>> channels(String cursor) {
    return Calls.make(
            "conversations.list",
            () ->
                methods.conversationsList(r ->
                    r.excludeArchived(true)
                        .types(List.of(ConversationType.PUBLIC_CHANNEL))
                        .limit(PAGE)
                        .cursor(cursor)))
        .map(r -> new Page<>(named(r.getChannels()), next(r.getResponseMetadata())));
  }

  Reply<Conversation> create(String name) {
    return Calls.make("conversations.create", () -> methods.conversationsCreate(r -> r.name(name)))
        .map(r -> r.getChannel() != null && isNamed(r.getChannel()) ? r.getChannel() : null);
  }

  Reply<Boolean> join(String channel) {
    return Calls.make(
            "conversations.join", () -> methods.conversationsJoin(r -> r.channel(channel)))
        .map(_ -> true);
  }

  /** Those who can be invited are, whoever else can't. */
  Reply<Boolean> invite(String channel, List<String> people) {
    return Calls.make(
            "conversations.invite",
            () -> methods.conversationsInvite(r -> r.channel(channel).users(people).force(true)))
        .map(_ -> true);
  }

  Reply<Page<String>> members(String channel, String cursor) {
    return Calls.make(
            "conversations.members",
            () -> methods.conversationsMembers(r -> r.channel(channel).limit(PAGE).cursor(cursor)))
        .map(r -> new Page<>(list(r.getMembers()), next(r.getResponseMetadata())));
  }

  Reply<Boolean> topic(String channel, String topic) {
    return Calls.make(
            "conversations.setTopic",
            () -> methods.conversationsSetTopic(r -> r.channel(channel).topic(topic)))
        .map(_ -> true);
  }

  Reply<Boolean> bookmark(String channel, String title, String link) {
    return Calls.make(
            "bookmarks.add",
            () ->
                methods.bookmarksAdd(
                    r -> r.channelId(channel).title(title).type("link").link(link)))
        .map(_ -> true);
  }

  Reply<Boolean> pin(String channel, String ts) {
    return Calls.make("pins.add", () -> methods.pinsAdd(r -> r.channel(channel).timestamp(ts)))
        .map(_ -> true);
  }

  // Messages.

  /**
   * Posts and gives the message's ts.
   *
   * @param thread empty: in the channel itself
   * @param key goes into the metadata, so that the message is found again
   */
  Reply<String> post(String channel, Optional<String> thread, Draft draft, String key) {
    return Calls.make(
            "chat.postMessage",
            () ->
                methods.chatPostMessage(r -> {
                  r.channel(channel).text(draft.text()).metadata(metadata(key));
                  r.unfurlLinks(false).unfurlMedia(false);
                  thread.ifPresent(r::threadTs);
                  return draft.blocks().isEmpty() ? r : r.blocks(draft.blocks());
                }),
            r -> messages(r.getResponseMetadata()))
        .map(ChatPostMessageResponse::getTs);
  }

  Reply<String> update(String channel, String ts, Draft draft) {
    return Calls.make(
            "chat.update",
            () ->
                methods.chatUpdate(
                    r -> r.channel(channel).ts(ts).text(draft.text()).blocks(draft.blocks())),
            r -> messages(r.getResponseMetadata()))
        .map(ChatUpdateResponse::getTs);
  }

  Reply<String> ephemeral(String channel, String person, String text) {
    return Calls.make(
            "chat.postEphemeral",
            () -> methods.chatPostEphemeral(r -> r.channel(channel).user(person).text(text)))
        .map(r -> r.getMessageTs());
  }

  Reply<Page<Message>> history(String channel, Instant oldest, String cursor) {
    return Calls.make(
            "conversations.history",
            () ->
                methods.conversationsHistory(r ->
                    r.channel(channel)
                        .oldest(oldest.getEpochSecond() + ".000000")
                        .includeAllMetadata(true)
                        .limit(PAGE)
                        .cursor(cursor)))
        .map(r -> new Page<>(placed(r.getMessages()), next(r.getResponseMetadata())));
  }

  Reply<Page<Message>> replies(String channel, String thread, String cursor) {
    return Calls.make(
            "conversations.replies",
            () ->
                methods.conversationsReplies(r ->
                    r.channel(channel)
                        .ts(thread)
                        .includeAllMetadata(true)
                        .limit(PAGE)
                        .cursor(cursor)))
        .map(r -> new Page<>(placed(r.getMessages()), next(r.getResponseMetadata())));
  }

  Reply<String> permalink(String channel, String ts) {
    return Calls.make(
            "chat.getPermalink",
            () -> methods.chatGetPermalink(r -> r.channel(channel).messageTs(ts)))
        .map(r -> r.getPermalink());
  }

  /** The calls about files. */
  SlackFiles files() {
    return new SlackFiles(methods, http);
  }

  // People.

  Reply<List<Usergroup>> groups() {
    return Calls.make("usergroups.list", () -> methods.usergroupsList(r -> r))
        .map(r -> list(r.getUsergroups()));
  }

  Reply<List<String>> groupMembers(String group) {
    return Calls.make(
            "usergroups.users.list", () -> methods.usergroupsUsersList(r -> r.usergroup(group)))
        .map(r -> list(r.getUsers()));
  }

  // Modals.

  Reply<Boolean> open(String trigger, View view) {
    return Calls.make(
            "views.open",
            () -> methods.viewsOpen(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  Reply<Boolean> push(String trigger, View view) {
    return Calls.make(
            "views.push",
            () -> methods.viewsPush(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  /**
   * Draws a modal anew.
   *
   * @param hash of the modal as it was seen: a newer one stays
   */
  Reply<Boolean> redraw(String id, String hash, View view) {
    return Calls.make(
            "views.update",
            () -> methods.viewsUpdate(r -> r.viewId(id).hash(hash).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  private static Message.Metadata metadata(String key) {
    return Message.Metadata.builder().eventType(EVENT_TYPE).eventPayload(Map.of(KEY, key)).build();
  }

  private static <T> List<T> list(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  private static List<Conversation> named(@Nullable List<Conversation> channels) {
    return list(channels).stream().filter(SlackApi::isNamed).toList();
  }

  private static boolean isNamed(Conversation channel) {
    return channel.getId() != null && channel.getName() != null;
  }

  private static List<Message> placed(@Nullable List<Message> messages) {
    return list(messages).stream().filter(m -> m.getTs() != null).toList();
  }

  private static String next(@Nullable ResponseMetadata metadata) {
    return metadata == null || metadata.getNextCursor() == null ? "" : metadata.getNextCursor();
  }

  private static List<String> messages(@Nullable ErrorResponseMetadata metadata) {
    return metadata == null ? List.of() : list(metadata.getMessages());
  }

  @Override
  public void close() {
    try {
      slack.close();
      if (own.isEmpty()) {
        slack.getConfig().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Slack's client did not close", e);
    }
  }
}
