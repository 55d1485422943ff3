package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code conversations.history} and {@code conversations.replies}. */
public record HistoryMethods(Workspace workspace) {
  private static final int DEFAULT = 100;
  private static final int MAX = 999;

  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("conversations.history", this::history);
    methods.put("conversations.replies", this::replies);
  }

  /** Newest first, without replies in threads. */
  private JsonObjectBuilder history(ApiArguments args) {
    WorkspaceChannel channel = readable(args);
    Stream<JsonObject> messages =
        channel.messages.descendingMap().values().stream()
            .filter(message -> !isReply(message) || isBroadcast(message));
    return answer(messages.filter(within(args)).toList(), args)
        .add("pin_count", channel.pins.size());
  }

  /** The parent message, then its replies, oldest first. */
  private JsonObjectBuilder replies(ApiArguments args) {
    WorkspaceChannel channel = readable(args);
    JsonObject asked = channel.messages.get(args.required("ts"));
    if (asked == null) {
      throw new SlackErrorException("thread_not_found");
    }
    String thread = asked.getString("thread_ts", JsonHelper.text(asked, "ts"));
    Predicate<JsonObject> within = within(args);
    List<JsonObject> messages =
        channel.messages.values().stream()
            .filter(message ->
                JsonHelper.text(message, "ts").equals(thread)
                    || (JsonHelper.text(message, "thread_ts").equals(thread)
                        && within.test(message)))
            .toList();
    return answer(messages, args);
  }

  private WorkspaceChannel readable(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    channel.requireMember(Workspace.BOT_USER);
    return channel;
  }

  private static JsonObjectBuilder answer(List<JsonObject> messages, ApiArguments args) {
    Paging.PagedItems<JsonObject> page = Paging.of(messages, args, DEFAULT, MAX);
    boolean metadata = args.flag("include_all_metadata");
    List<JsonObject> shown =
        page.items().stream()
            .map(message -> metadata ? message : JsonHelper.without(message, "metadata"))
            .toList();
    JsonObjectBuilder answer =
        JsonHelper.object()
            .add("messages", JsonHelper.objects(shown))
            .add("has_more", !page.next().isEmpty());
    return page.next().isEmpty() ? answer : ChannelMethods.paged(answer, page.next());
  }

  private static Predicate<JsonObject> within(ApiArguments args) {
    BigDecimal oldest = time(args.get("oldest"), BigDecimal.ZERO, "invalid_ts_oldest");
    BigDecimal latest = time(args.get("latest"), new BigDecimal("1e15"), "invalid_ts_latest");
    boolean inclusive = args.flag("inclusive");
    return message -> {
      BigDecimal ts = new BigDecimal(JsonHelper.text(message, "ts"));
      int afterOldest = ts.compareTo(oldest);
      int beforeLatest = latest.compareTo(ts);
      return inclusive
          ? afterOldest >= 0 && beforeLatest >= 0
          : afterOldest > 0 && beforeLatest > 0;
    };
  }

  private static BigDecimal time(String value, BigDecimal otherwise, String code) {
    if (value.isEmpty() || value.equals("now")) {
      return otherwise;
    }
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw new SlackErrorException(code);
    }
  }

  private static boolean isReply(JsonObject message) {
    String thread = JsonHelper.text(message, "thread_ts");
    return !thread.isEmpty() && !thread.equals(JsonHelper.text(message, "ts"));
  }

  private static boolean isBroadcast(JsonObject message) {
    return JsonHelper.text(message, "subtype").equals("thread_broadcast");
  }
}
