package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two incidents of two runbooks that name the same services, over signed HTTP. */
final class OneChangeAtATimeTest {
  private static final String REQUEST = "the provider's POST workers/scripts/*/deployments";
  private static final String STEP = "“Roll back gateway”";

  @TempDir Path folder;

  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** The first request to roll back waits at that point until it is released. */
  private boolean holdFirst(String point, String where) {
    if (point.equals(where) && first.getAndSet(false)) {
      held.countDown();
      try {
        return !released.await(2, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return false;
  }

  private boolean holdResponse(String point) {
    return holdFirst(point, "before the response to " + REQUEST);
  }

  private Cluster cluster(String database) throws Exception {
    Cluster cluster = new Cluster(folder, database, false);
    Path runbooks = folder.resolve("runbooks");
    String text = Files.readString(runbooks.resolve("factory.yaml"));
    Files.writeString(runbooks.resolve("shop.yaml"), text.replace("\nid: factory", "\nid: shop"));
    return cluster;
  }

  /** Two incidents with a plan each; the first one is approved. */
  private static List<String> plannedTwice(SandboxUsers users) {
    String one = UsualRollback.untilApproval(users, "factory", 1);
    String two = UsualRollback.untilApproval(users, "shop", 2);
    users.presses(APPROVER, one, UsualRollback.approve(users, one));
    return List.of(one, two);
  }

  private static JsonObject takesOver(SandboxUsers users, String channel, String reason) {
    users.presses(RESPONDER, channel, "Take over…");
    return users.submits(RESPONDER, Map.of("text", ModalInput.text(reason)));
  }

  private static List<String> column(String database, String select) throws Exception {
    try (var connection = DriverManager.getConnection(database);
        ResultSet rows = connection.createStatement().executeQuery(select)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        out.add(rows.getString(1));
      }
      return out;
    }
  }

  private static List<String> rollbacks(SandboxUsers users) {
    return users.inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class).stream()
        .map(r -> r.getString("service"))
        .toList();
  }

  private static void noLockIsLeft(String database) {
    await()
        .untilAsserted(
            () -> assertThat(column(database, "select resource from resource_lock")).isEmpty());
  }

  @Test
  void the_second_incident_waits_and_is_told_whose_turn_it_is() throws Exception {
    waits(TestDatabase.sqlite(folder), 1);
  }

  @Test
  void the_second_incident_waits_also_at_another_instance() throws Exception {
    waits(TestDatabase.postgres(), 2);
  }

  private void waits(String database, int instances) throws Exception {
    try (Cluster cluster = cluster(database)) {
      for (int i = 0; i < instances; i++) {
        cluster.launch(this::holdResponse);
      }
      SandboxUsers users = cluster.users();
      List<String> channels = plannedTwice(users);
      held.await();
      users.presses(APPROVER, channels.get(1), UsualRollback.approve(users, channels.get(1)));
      users.reads(REQUESTER, channels.get(1), STEP + " has not begun: INC-1 (lead ");
      users.reads(REQUESTER, channels.get(1), ") has held its lock since TIME");
      users.reads(REQUESTER, channels.get(1), "*Waiting for INC-1, step 1 of 3*");
      assertThat(takesOver(users, channels.get(1), "They are slow").toString())
          .contains("INC-1 is changing it now");
      assertThat(rollbacks(users)).containsExactly("gateway");
      assertThat(column(database, "select incident from resource_lock")).containsExactly("1");

      released.countDown();
      users.reads(REQUESTER, channels.get(0), "*Checking*");
      users.reads(REQUESTER, channels.get(1), "*Checking*");
      users.reads(REQUESTER, channels.get(1), STEP + " begins: the lock is free.");
      assertThat(rollbacks(users)).containsExactly("gateway", "planning-machine", "ui");
      noLockIsLeft(database);
    }
  }

  @Test
  void a_person_takes_it_over_with_a_reason_when_nobody_can_tell_the_outcome() throws Exception {
    takeOver(TestDatabase.sqlite(folder));
  }

  @Test
  void a_person_takes_it_over_with_a_reason_on_postgres() throws Exception {
    takeOver(TestDatabase.postgres());
  }

  private void takeOver(String database) throws Exception {
    try (Cluster cluster = cluster(database)) {
      cluster.set("TEST_FIND_OUT_LIMIT", "PT1S");
      cluster.launch(point -> holdFirst(point, "before " + REQUEST + " arrives"));
      SandboxUsers users = cluster.users();
      List<String> channels = plannedTwice(users);
      held.await();
      users.fault("provider-down", true);
      released.countDown();
      users.reads(REQUESTER, channels.get(0), "The provider could not tell either");
      users.fault("provider-down", false);
      users.presses(APPROVER, channels.get(1), UsualRollback.approve(users, channels.get(1)));
      users.reads(REQUESTER, channels.get(1), STEP + " has not begun: INC-1 (lead ");
      assertThat(rollbacks(users)).isEmpty();

      assertThat(takesOver(users, channels.get(1), " ").toString()).contains("Say why");
      users.submits(RESPONDER, Map.of("text", ModalInput.text("They are asleep")));
      users.reads(REQUESTER, channels.get(1), "took the lock of " + STEP + " over from INC-1");
      users.reads(REQUESTER, channels.get(0), "took the lock of " + STEP + " over for INC-2");
      users.reads(REQUESTER, channels.get(0), "They are asleep");
      users.reads(REQUESTER, channels.get(1), "*Checking*");
      assertThat(rollbacks(users)).containsExactly("gateway", "planning-machine", "ui");
      noLockIsLeft(database);
    }
  }

  @Test
  void an_attempt_that_nobody_knows_the_end_of_keeps_the_lock_over_a_new_plan_and_the_end()
      throws Exception {
    String database = TestDatabase.sqlite(folder);
    try (Cluster cluster = cluster(database)) {
      cluster.set("TEST_FIND_OUT_LIMIT", "PT1S");
      cluster.launch(point -> holdFirst(point, "before " + REQUEST + " arrives"));
      SandboxUsers users = cluster.users();
      List<String> channels = plannedTwice(users);
      held.await();
      users.fault("provider-down", true);
      released.countDown();
      users.reads(REQUESTER, channels.get(0), "The provider could not tell either");
      users.presses(RESPONDER, channels.get(0), "New plan");
      users.reads(REQUESTER, channels.get(0), "No plan");
      users.presses(RESPONDER, channels.get(0), "Cancel…");
      users.submits(RESPONDER, Map.of("text", ModalInput.text("It is well again")));
      users.reads(REQUESTER, channels.get(0), "Cancelled");
      users.fault("provider-down", false);
      users.presses(APPROVER, channels.get(1), UsualRollback.approve(users, channels.get(1)));
      users.reads(REQUESTER, channels.get(1), STEP + " has not begun: INC-1 (lead ");
      assertThat(rollbacks(users)).isEmpty();

      takesOver(users, channels.get(1), "They are gone");
      users.reads(REQUESTER, channels.get(0), "took the lock of " + STEP + " over for INC-2");
      users.reads(REQUESTER, channels.get(1), "*Checking*");
      assertThat(rollbacks(users)).containsExactly("gateway", "planning-machine", "ui");
      noLockIsLeft(database);
    }
  }

  @Test
  void a_killed_process_leaves_no_lock_behind() throws Exception {
    String database = TestDatabase.sqlite(folder);
    try (Cluster cluster = cluster(database)) {
      Cluster.Instance killed = cluster.launch(this::holdResponse);
      SandboxUsers users = cluster.users();
      List<String> channels = plannedTwice(users);
      held.await();
      users.presses(APPROVER, channels.get(1), UsualRollback.approve(users, channels.get(1)));
      users.reads(REQUESTER, channels.get(1), STEP + " has not begun: INC-1 (lead ");
      killed.kill();
      assertThat(column(database, "select incident from resource_lock")).containsExactly("1");
      cluster.launch(_ -> false);
      users.reads(REQUESTER, channels.get(0), "*Checking*");
      users.reads(REQUESTER, channels.get(1), "*Checking*");
      assertThat(rollbacks(users)).containsExactly("gateway", "planning-machine", "ui");
      noLockIsLeft(database);
    }
  }
}
