package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people of the sandbox, acting through its page's API: they see what the page shows. */
public final class People {
  public static final String REQUESTER = "U0REQUESTER";
  public static final String APPROVER = "U0APPROVER";
  public static final String STAKEHOLDER = "U0STAKEHOLD";
  public static final String RESPONDER = "U0RESPONDER";
  public static final String INCIDENTS = "C0INCIDENTS";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI sandbox;

  public People(URI sandbox) {
    this.sandbox = sandbox;
  }

  /** What that person's page shows. */
  public JsonObject sees(String user) {
    return get("/page/state?user=" + user);
  }

  /** What the stand-ins noted down. */
  public JsonObject inspect() {
    return get("/page/inspect");
  }

  private JsonObject get(String path) {
    return send(HttpRequest.newBuilder(sandbox.resolve(path)).build());
  }

  /** Acts, and gives what the page is answered. */
  public JsonObject act(String user, JsonObjectBuilder act) {
    String body = act.add("user", user).build().toString();
    return send(
        HttpRequest.newBuilder(sandbox.resolve("/page/act"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Sets a fault of the world. */
  public void fault(String id, boolean on) {
    send(
        HttpRequest.newBuilder(sandbox.resolve("/page/faults"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Json.createObjectBuilder().add("id", id).add("on", on).build().toString()))
            .build());
  }

  private JsonObject send(HttpRequest request) {
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
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

  /** Types a slash command in a channel. */
  public JsonObject types(String user, String channel, String text) {
    return act(
        user,
        Json.createObjectBuilder().add("type", "slash").add("channel", channel).add("text", text));
  }

  /** Waits for a modal and gives it. */
  public JsonObject modal(String user) {
    await().until(() -> !sees(user).getJsonArray("views").isEmpty());
    JsonArray views = sees(user).getJsonArray("views");
    return views.getJsonObject(views.size() - 1);
  }

  /**
   * Submits the modal that is open, with what it is filled with already and these values.
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
            .add("state", Forms.filled(view, values)));
  }

  /** The channel of that name, once it is there. */
  public String channel(String name) {
    await().until(() -> find(name).isPresent());
    return find(name).orElseThrow();
  }

  private Optional<String> find(String name) {
    for (JsonObject c : sees(REQUESTER).getJsonArray("channels").getValuesAs(JsonObject.class)) {
      if (c.getString("name").equals(name)) {
        return Optional.of(c.getString("id"));
      }
    }
    return Optional.empty();
  }

  /** The messages of a channel as that person sees them, threads included. */
  public List<JsonObject> messages(String user, String channel) {
    JsonArray all = sees(user).getJsonObject("messages").getJsonArray(channel);
    return all == null ? List.of() : all.getValuesAs(JsonObject.class);
  }

  /** Waits until some message of the channel says that. */
  public JsonObject reads(String user, String channel, String text) {
    await()
        .alias(text)
        .untilAsserted(() -> {
          if (saying(user, channel, text).isEmpty()) {
            throw new AssertionError(
                "nobody said “" + text + "” but:\n" + Transcript.of(messages(user, channel)));
          }
        });
    return saying(user, channel, text).orElseThrow();
  }

  private Optional<JsonObject> saying(String user, String channel, String text) {
    return messages(user, channel).stream()
        .filter(m -> Transcript.of(List.of(m)).contains(text))
        .findFirst();
  }

  /** Presses a button by its label, on the newest message that has it; waits for it to be there. */
  public JsonObject presses(String user, String channel, String label) {
    await()
        .alias("button " + label)
        .untilAsserted(() -> {
          if (button(user, channel, label).isEmpty()) {
            throw new AssertionError(
                "no button “" + label + "” but:\n" + Transcript.of(messages(user, channel)));
          }
        });
    return act(user, button(user, channel, label).orElseThrow());
  }

  private Optional<JsonObjectBuilder> button(String user, String channel, String label) {
    for (JsonObject m : messages(user, channel).reversed()) {
      for (JsonObject block : blocks(m)) {
        for (JsonObject e : elements(block)) {
          if (e.getString("type").equals("button")
              && e.getJsonObject("text").getString("text").equals(label)) {
            return Optional.of(
                Json.createObjectBuilder()
                    .add("type", "action")
                    .add("channel", channel)
                    .add("message_ts", m.getString("ts"))
                    .add("block_id", block.getString("block_id"))
                    .add("action_id", e.getString("action_id"))
                    .add("value", e.getString("value", "")));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** How many buttons of that label there are on the newest version of every message. */
  public int count(String user, String channel, String label) {
    int out = 0;
    for (JsonObject m : messages(user, channel)) {
      for (JsonObject block : blocks(m)) {
        for (JsonObject e : elements(block)) {
          if (e.getString("type").equals("button")
              && e.getJsonObject("text").getString("text").equals(label)) {
            out++;
          }
        }
      }
    }
    return out;
  }

  /** Waits until there are just so many buttons of that label. */
  public void seesButtons(String user, String channel, String label, int number) {
    await().alias(number + " buttons " + label).until(() -> count(user, channel, label) == number);
  }

  /** Chooses an option of a menu in a message by its label. */
  public JsonObject chooses(String user, String channel, String actionId, String label) {
    for (JsonObject m : messages(user, channel)) {
      for (JsonObject block : blocks(m)) {
        for (JsonObject e : elements(block)) {
          if (e.getString("action_id", "").equals(actionId)) {
            JsonObject option =
                e.getJsonArray("options").getValuesAs(JsonObject.class).stream()
                    .filter(o -> o.getJsonObject("text").getString("text").startsWith(label))
                    .findFirst()
                    .orElseThrow();
            return act(
                user,
                Json.createObjectBuilder()
                    .add("type", "action")
                    .add("channel", channel)
                    .add("message_ts", m.getString("ts"))
                    .add("block_id", block.getString("block_id"))
                    .add("action_id", actionId)
                    .add("selected_option", option));
          }
        }
      }
    }
    throw new AssertionError("no menu " + actionId);
  }

  private static List<JsonObject> blocks(JsonObject message) {
    JsonArray blocks = message.getJsonArray("blocks");
    return blocks == null ? List.of() : blocks.getValuesAs(JsonObject.class);
  }

  private static List<JsonObject> elements(JsonObject block) {
    List<JsonObject> out = new ArrayList<>();
    if (block.containsKey("accessory")) {
      out.add(block.getJsonObject("accessory"));
    }
    if (block.getString("type").equals("actions")) {
      out.addAll(block.getJsonArray("elements").getValuesAs(JsonObject.class));
    }
    return out;
  }

  /** What only that person was told in a channel. */
  public List<String> whispers(String user, String channel) {
    return messages(user, channel).stream()
        .filter(m -> m.getBoolean("ephemeral", false))
        .map(m -> m.get("text") instanceof JsonString s ? s.getString() : "")
        .toList();
  }
}
