package dev.rollbackbot.crash;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bot whose Slack says what people may do only when the test lets it. Of whom it has said
 * something already, that is still known.
 */
abstract class SlowDirectory {
  static final String RECEIVED =
      "Received, not decided yet: Slack is slow to say whether you may do this.";

  private static final Set<String> DIRECTORY =
      Set.of(
          "before Slack's usergroups.list arrives",
          "before Slack's usergroups.users.list arrives",
          "before Slack's users.info arrives");
  private static final String CHANGE = "before the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;

  String database = "";
  Cluster cluster;
  SandboxUsers users;
  Cluster.Instance instance;
  private volatile CountDownLatch directory = new CountDownLatch(0);
  private volatile CountDownLatch provider = new CountDownLatch(0);

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.sqlite(folder);
    cluster = new Cluster(folder, database, false);
    cluster.set("ROLES_WITHIN", "2s");
    users = cluster.users();
    instance = cluster.launch(this::held);
  }

  @AfterEach
  void stop() throws Exception {
    directory.countDown();
    provider.countDown();
    cluster.close();
  }

  private boolean held(String point) {
    CountDownLatch gate =
        DIRECTORY.contains(point)
            ? directory
            : point.startsWith(CHANGE) ? provider : new CountDownLatch(0);
    try {
      gate.await(Waiting.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  final void directoryIsSlow() {
    directory = new CountDownLatch(1);
  }

  final void directoryAnswers() {
    directory.countDown();
  }

  /** What it is asked to make live waits. */
  final void providerIsSlow() {
    provider = new CountDownLatch(1);
  }

  final void providerAnswers() {
    provider.countDown();
  }

  final List<String> column(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        out.add(rows.getString(1));
      }
      return out;
    }
  }

  final List<String> waiting() throws SQLException {
    return column("select json from waiting_payload");
  }
}
