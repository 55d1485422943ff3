package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.Transcript;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The users of the sandbox: they see and do what its page lets people see and do. */
public final class SandboxUsers {
  public static final String REQUESTER = "U0REQUESTER";
  public static final String APPROVER = "U0APPROVER";
  public static final String STAKEHOLDER = "U0STAKEHOLD";
  public static final String RESPONDER = "U0RESPONDER";
  public static final String GUEST = "U0GUEST";
  public static final String PARTNER = "U0PARTNER";
  public static final String INCIDENTS = "C0INCIDENTS";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI sandbox;

  public SandboxUsers(URI sandbox) {
    this.sandbox = sandbox;
  }

  /** The state that the page shows to that user. */
  public JsonObject sees(String user) {
    return get("/page/state?user=" + user);
  }

  /** What the stand-ins recorded: API calls, deliveries, rollbacks. */
  public JsonObject inspect() {
    return get("/page/inspect");
  }

  private JsonObject get(String path) {
    return send(HttpRequest.newBuilder(sandbox.resolve(path)).build());
  }

  /** Performs an action of the page and returns the page's response. */
  public JsonObject act(String user, JsonObjectBuilder action) {
    return post("/page/act", action.add("user", user));
  }

  /** Switches a fault of the stand-ins on or off. */
  public void fault(String id, boolean on) {
    post("/page/faults", Json.createObjectBuilder().add("id", id).add("on", on));
  }

  private JsonObject post(String path, JsonObjectBuilder body) {
    return send(
        HttpRequest.newBuilder(sandbox.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.build().toString()))
            .build());
  }

  private JsonObject send(HttpRequest request) {
    try {
      String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public JsonObject types(String user, String channel, String text) {
    return act(
        user,
        Json.createObjectBuilder().add("type", "slash").add("channel", channel).add("text", text));
  }

  /** Waits for a modal; the topmost one. */
  public JsonObject modal(String user) {
    await().until(() -> !sees(user).getJsonArray("views").isEmpty());
    JsonArray views = sees(user).getJsonArray("views");
    return views.getJsonObject(views.size() - 1);
  }

  /**
   * Submits the open modal with its initial values and these.
   *
   * @param values by block id: the value object of the block's element
   */
  public JsonObject submits(String user, Map<String, JsonValue> values) {
    JsonObject view = modal(user);
    return act(
        user,
        Json.createObjectBuilder()
            .add("type", "view_submit")
            .add("view_id", view.getString("id"))
            .add("state", ModalInput.filled(view, values)));
  }

  /** Waits for a modal and closes it. */
  void closesModal(String user) {
    String view = modal(user).getString("id");
    act(user, Json.createObjectBuilder().add("type", "view_close").add("view_id", view));
  }

  /** Waits for a channel with that name; its id. */
  public String channel(String name) {
    await().until(() -> find(name).isPresent());
    return find(name).orElseThrow();
  }

  private Optional<String> find(String name) {
    for (JsonObject object :
        sees(REQUESTER).getJsonArray("channels").getValuesAs(JsonObject.class)) {
      if (object.getString("name").equals(name)) {
        return Optional.of(object.getString("id"));
      }
    }
    return Optional.empty();
  }

  /** The messages of a channel that are visible to that user, threads included. */
  public List<JsonObject> messages(String user, String channel) {
    JsonArray all = sees(user).getJsonObject("messages").getJsonArray(channel);
    return all == null ? List.of() : all.getValuesAs(JsonObject.class);
  }

  /** Waits until a message of the channel contains that text. */
  public JsonObject reads(String user, String channel, String text) {
    return waitFor(
        "“" + text + "”",
        user,
        channel,
        messages ->
            messages.stream().filter(m -> Transcript.of(List.of(m)).contains(text)).findFirst());
  }

  /** Fetches the messages until something is found in them; a failure shows the last ones. */
  private <T> T waitFor(
      String what, String user, String channel, Function<List<JsonObject>, Optional<T>> search) {
    AtomicReference<List<JsonObject>> shown = new AtomicReference<>(List.of());
    try {
      return await()
          .until(
              () -> search.apply(shown.updateAndGet(_ -> messages(user, channel))),
              Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no " + what + " in:\n" + Transcript.of(shown.get()), e);
    }
  }

  /** A button or a menu, with the message and the block that hold it. */
  private record Control(JsonObject message, JsonObject block, JsonObject element) {
    boolean isButton(String label) {
      return element.getString("type").equals("button")
          && element.getJsonObject("text").getString("text").equals(label);
    }

    /** The page's action for it, without its value. */
    JsonObjectBuilder action(String channel) {
      return Json.createObjectBuilder()
          .add("type", "action")
          .add("channel", channel)
          .add("message_ts", message.getString("ts"))
          .add("block_id", block.getString("block_id"))
          .add("action_id", element.getString("action_id"));
    }
  }

  private static Stream<Control> controls(List<JsonObject> messages) {
    return messages.stream()
        .flatMap(message ->
            objects(message, "blocks")
                .flatMap(
                    block -> elements(block).map(element -> new Control(message, block, element))));
  }

  private static Stream<JsonObject> elements(JsonObject block) {
    Stream<JsonObject> accessory = Stream.ofNullable(block.getJsonObject("accessory"));
    return block.getString("type").equals("actions")
        ? Stream.concat(accessory, objects(block, "elements"))
        : accessory;
  }

  private static Stream<JsonObject> objects(JsonObject from, String name) {
    return Stream.ofNullable(from.getJsonArray(name))
        .flatMap(all -> all.getValuesAs(JsonObject.class).stream());
  }

  /** Waits for a button with that label and presses it, on the newest message that has it. */
  public JsonObject presses(String user, String channel, String label) {
    Control button =
        waitFor(
            "button “" + label + "”",
            user,
            channel,
            messages -> controls(messages.reversed()).filter(c -> c.isButton(label)).findFirst());
    return act(user, button.action(channel).add("value", button.element().getString("value", "")));
  }

  /** The number of buttons with that label in all messages. */
  public int count(String user, String channel, String label) {
    return (int) controls(messages(user, channel)).filter(c -> c.isButton(label)).count();
  }

  /** Waits until the channel has that number of buttons with that label. */
  public void seesButtons(String user, String channel, String label, int number) {
    await().alias(number + " buttons " + label).until(() -> count(user, channel, label) == number);
  }

  /** The texts of the ephemeral messages to that user in a channel. */
  public List<String> ephemerals(String user, String channel) {
    return messages(user, channel).stream()
        .filter(m -> m.getBoolean("ephemeral", false))
        .map(m -> m.get("text") instanceof JsonString s ? s.getString() : "")
        .toList();
  }
}
