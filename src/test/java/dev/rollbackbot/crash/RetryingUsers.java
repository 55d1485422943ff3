package dev.rollbackbot.crash;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.Transcript;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Users who repeat an action when the app did not answer, and never when it did: an acknowledged
 * action must take effect without them.
 */
public final class RetryingUsers {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(60);
  private static final Duration MODAL_LIMIT = Duration.ofSeconds(2);

  private final SandboxUsers users;
  private final Runnable check;
  private final Declared declared;
  private int acknowledged;
  private int decided;

  /** What it was and what the page answered, of each act that was not acknowledged. */
  private final List<String> unanswered = new ArrayList<>();

  /**
   * What they declare.
   *
   * @param runbook its id
   * @param beforeItem what the panel says when only a person's item is left before the approval
   * @param decides whether they begin a step again of which nobody can tell what became of it
   */
  public record Declared(String runbook, String beforeItem, boolean decides) {
    static final Declared FACTORY = new Declared("factory", "4 of 5 done", false);

    private String channel() {
      return "inc-1-" + runbook;
    }
  }

  /**
   * Users of a sandbox.
   *
   * @param check throws when the run can't succeed any more
   */
  public RetryingUsers(SandboxUsers users, Runnable check, Declared declared) {
    this.users = users;
    this.check = check;
    this.declared = declared;
  }

  /** The same with the bundled runbook. */
  RetryingUsers(SandboxUsers users, Runnable check) {
    this(users, check, Declared.FACTORY);
  }

  /** From the declaration to the second signature; returns the incident's channel. */
  public String wholeIncident() {
    String channel = untilApproved(() -> {});
    fromApprovedOn(channel);
    return channel;
  }

  /**
   * From the declaration to the approval.
   *
   * @param before runs just before the approval
   */
  public String untilApproved(Runnable before) {
    until(
        "declared", () -> channel().isPresent(), () -> submit(REQUESTER, this::declare, values()));
    String channel = channel().orElseThrow();
    awaitText(channel, declared.beforeItem());
    until("item done", shows(channel, "Waiting for approval"), press(REQUESTER, channel, "Done"));
    before.run();
    until("approved", shows(channel, "approved plan"), () -> approve(channel));
    return channel;
  }

  /** From the approval to the second signature. */
  public void fromApprovedOn(String channel) {
    awaitSteps(channel);
    confirmAll(channel);
    awaitText(channel, "*Two signatures, then it is over*");
    until(
        "signed",
        shows(channel, "✓ Rolled back by"),
        press(REQUESTER, channel, "Sign “rolled back by”"));
    Supplier<Optional<JsonObject>> sign = press(APPROVER, channel, "Sign “verified by”…");
    until("verified", shows(channel, "*Resolved after"), () -> submit(APPROVER, sign, Map.of()));
  }

  private void awaitSteps(String channel) {
    Instant end = Instant.now().plus(LIMIT);
    BooleanSupplier done = shows(channel, "*Checking*");
    while (declared.decides() && !done.getAsBoolean() && Instant.now().isBefore(end)) {
      check.run();
      Optional<JsonObject> answer = press(REQUESTER, channel, "Retry").get();
      decided += answer.isPresent() ? 1 : 0;
      poll(done, POLL);
    }
    awaitText(channel, "*Checking*");
  }

  private void confirmAll(String channel) {
    for (int left = count(channel); left > 0; left = count(channel)) {
      int before = left;
      until("confirmed", () -> count(channel) < before, press(APPROVER, channel, "Confirm"));
    }
  }

  private int count(String channel) {
    return users.count(REQUESTER, channel, "Confirm");
  }

  private Optional<JsonObject> declare() {
    return Optional.of(users.types(REQUESTER, INCIDENTS, "/rollback " + declared.runbook()));
  }

  private static Map<String, JsonValue> values() {
    return Map.of("description", ModalInput.text("Factory pages answer 500"));
  }

  private Supplier<Optional<JsonObject>> press(String user, String channel, String label) {
    return () -> users.pressesIfShown(user, channel, label);
  }

  private Optional<JsonObject> approve(String channel) {
    return text(channel)
        .lines()
        .filter(line -> line.contains("[Approve plan"))
        .map(line -> line.substring(line.indexOf("[Approve plan") + 1, line.indexOf('?')))
        .findFirst()
        .flatMap(label -> press(APPROVER, channel, label).get());
  }

  /** Opens a modal if none is open, and submits it once it is. */
  private Optional<JsonObject> submit(
      String user, Supplier<Optional<JsonObject>> open, Map<String, JsonValue> values) {
    if (modals(user) == 0) {
      var _ = open.get();
      poll(() -> modals(user) > 0, MODAL_LIMIT);
    }
    return modals(user) == 0 ? Optional.empty() : Optional.of(users.submits(user, values));
  }

  private int modals(String user) {
    return users.sees(user).getJsonArray("views").size();
  }

  private void awaitText(String channel, String text) {
    until(text, shows(channel, text), Optional::empty);
  }

  private BooleanSupplier shows(String channel, String text) {
    return () -> text(channel).contains(text);
  }

  private String text(String channel) {
    return Transcript.of(users.messages(REQUESTER, channel));
  }

  private Optional<String> channel() {
    return Stream.of(users.sees(REQUESTER).getJsonArray("channels"))
        .flatMap(all -> all.getValuesAs(JsonObject.class).stream())
        .filter(c -> c.getString("name").equals(declared.channel()))
        .map(c -> c.getString("id"))
        .findFirst();
  }

  /** Acts until the goal is reached; after an acknowledgement it only waits for the goal. */
  private void until(String what, BooleanSupplier goal, Supplier<Optional<JsonObject>> act) {
    Instant end = Instant.now().plus(LIMIT);
    boolean done = false;
    while (!goal.getAsBoolean()) {
      check.run();
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            what + (done ? " was acknowledged and had no effect" : " did not happen"));
      }
      if (!done) {
        Optional<JsonObject> answer = act.get();
        done = answer.map(a -> a.getBoolean("ok", false)).orElse(false);
        acknowledged += done ? 1 : 0;
        if (!done) {
          answer.ifPresent(a -> unanswered.add(what + " " + a));
        }
      }
      poll(goal, POLL);
    }
  }

  private static void poll(BooleanSupplier goal, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!goal.getAsBoolean() && System.nanoTime() < end) {
      Waiting.await().pollDelay(POLL.toMillis() / 2, TimeUnit.MILLISECONDS).until(() -> true);
    }
  }

  public String counts() {
    return "%d acts acknowledged, %d not answered and done again, %d decisions"
        .formatted(acknowledged, unanswered.size(), decided);
  }

  /** Those that were not acknowledged. */
  List<String> unanswered() {
    return List.copyOf(unanswered);
  }
}
