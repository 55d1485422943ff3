package dev.rollbackbot.crash;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.ModalInput;
import dev.rollbackbot.story.SandboxUsers;
import dev.rollbackbot.story.Transcript;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * People who act again when the app did not answer, and never when it did: what was acknowledged
 * has to come true by itself.
 */
final class RetryingUsers {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration GLANCE = Duration.ofMillis(60);
  private static final Duration MODAL = Duration.ofSeconds(2);

  private final SandboxUsers sandboxUsers;
  private final Runnable check;
  private int acknowledged;
  private int unanswered;

  /**
   * People of that sandbox.
   *
   * @param check fails when there is no use in going on
   */
  RetryingUsers(SandboxUsers sandboxUsers, Runnable check) {
    this.sandboxUsers = sandboxUsers;
    this.check = check;
  }

  /** From the declaration to the second signature; gives the incident's channel. */
  String wholeStory() {
    String channel = untilApproved(() -> {});
    fromApprovedOn(channel);
    return channel;
  }

  /**
   * From the declaration to the approval.
   *
   * @param before runs just before the approval
   */
  String untilApproved(Runnable before) {
    until(
        "declared",
        () -> channel().isPresent(),
        () -> submits(REQUESTER, this::declaring, values()));
    String channel = channel().orElseThrow();
    reads(channel, "4 of 5 done");
    until("item done", reading(channel, "Waiting for approval"), press(REQUESTER, channel, "Done"));
    before.run();
    until("approved", reading(channel, "approved plan"), () -> approve(channel));
    return channel;
  }

  /** From there to the second signature. */
  void fromApprovedOn(String channel) {
    reads(channel, "*Checking*");
    confirmAll(channel);
    reads(channel, "*Two signatures, then it is over*");
    until(
        "signed",
        reading(channel, "✓ Rolled back by"),
        press(REQUESTER, channel, "Sign “rolled back by”"));
    Supplier<Optional<JsonObject>> sign = press(APPROVER, channel, "Sign “verified by”…");
    until("verified", reading(channel, "*Resolved after"), () -> submits(APPROVER, sign, Map.of()));
  }

  private void confirmAll(String channel) {
    for (int left = count(channel); left > 0; left = count(channel)) {
      int before = left;
      until("confirmed", () -> count(channel) < before, press(APPROVER, channel, "Confirm"));
    }
  }

  private int count(String channel) {
    return sandboxUsers.count(REQUESTER, channel, "Confirm");
  }

  private Optional<JsonObject> declaring() {
    return Optional.of(sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory"));
  }

  private static Map<String, JsonValue> values() {
    return Map.of("description", ModalInput.text("Factory pages answer 500"));
  }

  private Supplier<Optional<JsonObject>> press(String user, String channel, String label) {
    return () ->
        sandboxUsers.count(REQUESTER, channel, label) == 0
            ? Optional.empty()
            : Optional.of(sandboxUsers.presses(user, channel, label));
  }

  private Optional<JsonObject> approve(String channel) {
    return text(channel)
        .lines()
        .filter(line -> line.contains("[Approve plan"))
        .map(line -> line.substring(line.indexOf("[Approve plan") + 1, line.indexOf('?')))
        .findFirst()
        .flatMap(label -> press(APPROVER, channel, label).get());
  }

  /** Opens a modal, however often it takes, and sends it once. */
  private Optional<JsonObject> submits(
      String user, Supplier<Optional<JsonObject>> opening, Map<String, JsonValue> values) {
    if (modals(user) == 0) {
      var _ = opening.get();
      soon(() -> modals(user) > 0, MODAL);
    }
    return modals(user) == 0 ? Optional.empty() : Optional.of(sandboxUsers.submits(user, values));
  }

  private int modals(String user) {
    return sandboxUsers.sees(user).getJsonArray("views").size();
  }

  private void reads(String channel, String text) {
    until(text, reading(channel, text), Optional::empty);
  }

  private BooleanSupplier reading(String channel, String text) {
    return () -> text(channel).contains(text);
  }

  private String text(String channel) {
    return Transcript.of(sandboxUsers.messages(REQUESTER, channel));
  }

  private Optional<String> channel() {
    return Stream.of(sandboxUsers.sees(REQUESTER).getJsonArray("channels"))
        .flatMap(all -> all.getValuesAs(JsonObject.class).stream())
        .filter(c -> c.getString("name").equals("inc-1-factory"))
        .map(c -> c.getString("id"))
        .findFirst();
  }

  /** Acts until the goal is reached; when the app has answered, the goal has to come by itself. */
  private void until(String what, BooleanSupplier goal, Supplier<Optional<JsonObject>> act) {
    Instant end = Instant.now().plus(PATIENCE);
    boolean answered = false;
    while (!goal.getAsBoolean()) {
      check.run();
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            what + (answered ? " was acknowledged, and nothing came of it" : " did not happen"));
      }
      if (!answered) {
        Optional<JsonObject> answer = act.get();
        answered = answer.map(a -> a.getBoolean("ok", false)).orElse(false);
        acknowledged += answered ? 1 : 0;
        unanswered += answer.isPresent() && !answered ? 1 : 0;
      }
      soon(goal, GLANCE);
    }
  }

  private static void soon(BooleanSupplier goal, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!goal.getAsBoolean() && System.nanoTime() < end) {
      Waiting.await().pollDelay(GLANCE.toMillis() / 2, TimeUnit.MILLISECONDS).until(() -> true);
    }
  }

  String counts() {
    return acknowledged + " acts acknowledged, " + unanswered + " not answered and done again";
  }
}
