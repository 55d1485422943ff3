package dev.rollbackbot.sandbox.people;

import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.list;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Two people who declare an incident and press what leads it to its end, as long as nothing goes
 * wrong: they decide nothing that the bot asks about when something did.
 */
public final class PlayedPeople {
  private static final String REQUESTER = "U0REQUESTER";
  private static final String APPROVER = "U0APPROVER";
  private static final String INCIDENTS = "C0INCIDENTS";
  private static final String RESOLVED = "*Resolved after";

  /** Who presses which button: the beginning of its label. */
  private static final List<Pressing> PRESSINGS =
      List.of(
          new Pressing(REQUESTER, "Done"),
          new Pressing(APPROVER, "Approve plan"),
          new Pressing(APPROVER, "Confirm"),
          new Pressing(REQUESTER, "Sign “rolled back by”"),
          new Pressing(APPROVER, "Sign “verified by”"));

  private static final Duration LOOK = Duration.ofMillis(200);

  /** The bot answers a press well before; then it would be pressed for nothing. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Page page;
  private final Consumer<String> log;
  private final Pace pace;

  /** The page's API. */
  public interface Page {
    /** What that user sees. */
    JsonObject state(String user);

    /** Does what a user does; the field {@code user} says who. */
    JsonObject act(JsonObject action);
  }

  /** How time passes for them. */
  interface Pace {
    Pace REAL =
        new Pace() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration length) {
            LockSupport.parkNanos(length.toNanos());
          }
        };

    long nanos();

    void pause(Duration length);
  }

  private record Pressing(String user, String label) {}

  private record Button(JsonObject message, JsonObject block, JsonObject element) {
    String label() {
      return child(element, "text").map(t -> text(t, "text")).orElse("");
    }

    /** The same button again has the same key. */
    String key() {
      return text(message, "ts") + " " + text(element, "action_id") + " " + text(element, "value");
    }
  }

  /**
   * People who use that page.
   *
   * @param log is told in one line each what they do
   */
  public PlayedPeople(Page page, Consumer<String> log) {
    this(page, log, Pace.REAL);
  }

  PlayedPeople(Page page, Consumer<String> log, Pace pace) {
    this.page = page;
    this.log = log;
    this.pace = pace;
  }

  /**
   * Rolls back by that runbook, and returns when its incident is resolved.
   *
   * @throws IllegalStateException if it is not within that time; the message says where it stands
   */
  public void rollBack(String runbook, Duration within) {
    long end = pace.nanos() + within.toNanos();
    List<String> before = incidentChannels();
    declare(runbook, end);
    String channel =
        await(
            end,
            "the incident's channel",
            () -> incidentChannels().stream().filter(id -> !before.contains(id)).findFirst());
    Map<String, Long> pressed = new HashMap<>();
    while (!resolved(channel)) {
      if (pace.nanos() > end) {
        throw new IllegalStateException(
            "not resolved within %d s; the buttons in its channel: %s"
                .formatted(within.toSeconds(), labels(channel)));
      }
      if (PRESSINGS.stream().noneMatch(pressing -> press(pressing, channel, pressed))) {
        pace.pause(LOOK);
      }
    }
  }

  private void declare(String runbook, long end) {
    JsonObject typed =
        act(
            REQUESTER,
            object()
                .add("type", "slash")
                .add("channel", INCIDENTS)
                .add("text", "/rollback " + runbook));
    log.accept("types /rollback " + runbook);
    if (!typed.getBoolean("ok", true)) {
      throw new IllegalStateException("/rollback " + runbook + " was refused: " + typed);
    }
    JsonObject modal = await(end, "the modal of /rollback " + runbook, () -> topView(REQUESTER));
    submit(
        REQUESTER, modal, Map.of("description", ModalValues.typed("Played by the sandbox itself")));
  }

  private boolean press(Pressing pressing, String channel, Map<String, Long> pressed) {
    Optional<Button> button =
        buttons(pressing.user(), channel)
            .filter(b -> b.label().startsWith(pressing.label()))
            .filter(b ->
                !pressed.containsKey(b.key())
                    || pace.nanos() - pressed.get(b.key()) > AGAIN.toNanos())
            .findFirst();
    button.ifPresent(b -> {
      pressed.put(b.key(), pace.nanos());
      log.accept(pressing.user() + " presses " + b.label());
      act(
          pressing.user(),
          object()
              .add("type", "action")
              .add("channel", channel)
              .add("message_ts", text(b.message(), "ts"))
              .add("block_id", text(b.block(), "block_id"))
              .add("action_id", text(b.element(), "action_id"))
              .add("value", text(b.element(), "value")));
    });
    topView(pressing.user()).ifPresent(view -> submit(pressing.user(), view, Map.of()));
    return button.isPresent();
  }

  private void submit(String user, JsonObject view, Map<String, JsonValue> values) {
    act(
        user,
        object()
            .add("type", "view_submit")
            .add("view_id", text(view, "id"))
            .add("state", ModalValues.filled(view, values)));
  }

  private JsonObject act(String user, JsonObjectBuilder action) {
    return page.act(action.add("user", user).build());
  }

  private Optional<JsonObject> topView(String user) {
    return each(list(page.state(user), "views")).reduce((_, last) -> last);
  }

  private List<String> incidentChannels() {
    return each(list(page.state(REQUESTER), "channels"))
        .filter(channel -> text(channel, "name").startsWith("inc-"))
        .map(channel -> text(channel, "id"))
        .toList();
  }

  private boolean resolved(String channel) {
    return messages(REQUESTER, channel).stream()
        .anyMatch(message -> list(message, "blocks").toString().contains(RESOLVED));
  }

  /** The newest message first. */
  private Stream<Button> buttons(String user, String channel) {
    return messages(user, channel).reversed().stream()
        .flatMap(message ->
            each(list(message, "blocks"))
                .flatMap(block ->
                    Stream.concat(each(list(block, "elements")), child(block, "accessory").stream())
                        .filter(element -> text(element, "type").equals("button"))
                        .map(element -> new Button(message, block, element))));
  }

  private List<JsonObject> messages(String user, String channel) {
    return child(page.state(user), "messages")
        .map(all -> each(list(all, channel)).toList())
        .orElse(List.of());
  }

  private Set<String> labels(String channel) {
    Set<String> all = new TreeSet<>();
    for (String user : List.of(REQUESTER, APPROVER)) {
      buttons(user, channel).map(Button::label).forEach(all::add);
    }
    return all;
  }

  private <T> T await(long end, String what, Supplier<Optional<T>> search) {
    while (pace.nanos() <= end) {
      Optional<T> found = search.get();
      if (found.isPresent()) {
        return found.get();
      }
      pace.pause(LOOK);
    }
    throw new IllegalStateException("there was no sign of " + what);
  }
}
