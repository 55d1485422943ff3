package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollbackbot.UnusedPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of PostgreSQL's own tools, made in the middle of a step: the incident goes on. */
final class DumpAndRestoreTest {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final List<String> PROGRAMS =
      List.of("initdb", "postgres", "pg_dump", "pg_restore");
  private static final String ROLLBACK =
      "before the response to the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;

  /** A server with its client programs, which are needed in the same version. */
  private static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .filter(version ->
              PROGRAMS.stream()
                  .allMatch(name -> Files.isExecutable(version.resolve("bin").resolve(name))))
          .max(Path::compareTo);
    }
  }

  private static void run(Path program, String... arguments) throws Exception {
    List<String> line = unprivileged(program);
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
  }

  private static int query(String database, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void the_restored_database_knows_the_step_that_was_under_way_and_asks_before_it_acts()
      throws Exception {
    Optional<Path> version = installed();
    assumeTrue(version.isPresent(), "PostgreSQL is not installed on this machine");
    Path programs = version.orElseThrow().resolve("bin");
    int port = UnusedPort.next();
    Process server = start(programs, folder.resolve("server"), port);
    try {
      String from = "//127.0.0.1:" + port + "/postgres?user=postgres";
      String to = "//127.0.0.1:" + port + "/restored?user=postgres";
      await().ignoreExceptions().until(() -> query("jdbc:postgresql:" + from, "select 1") == 1);
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch released = new CountDownLatch(1);
      AtomicBoolean armed = new AtomicBoolean();
      try (Cluster cluster = new Cluster(folder, "jdbc:postgresql:" + from, false)) {
        Cluster.Instance first =
            cluster.launch(point -> {
              if (point.equals(ROLLBACK) && armed.compareAndSet(true, false)) {
                held.countDown();
                awaitReleased(released);
              }
              return false;
            });
        RetryingUsers users = new RetryingUsers(cluster.users(), () -> {});
        String channel = users.untilApproved(() -> armed.set(true));
        held.await();
        String waiting = "select count(*) from outbox where state = 'WAITING'";
        await().until(() -> query("jdbc:postgresql:" + from, waiting) == 0);
        Path dump = folder.resolve("backup.dump");
        run(
            programs.resolve("pg_dump"),
            "--format=custom",
            "--file=" + dump,
            "--dbname=postgresql:" + from);
        first.kill();
        released.countDown();

        try (Connection connection = DriverManager.getConnection("jdbc:postgresql:" + from);
            Statement statement = connection.createStatement()) {
          statement.execute("create database restored");
        }
        run(programs.resolve("pg_restore"), "--dbname=postgresql:" + to, dump.toString());
        cluster.set("DATABASE_URL", "jdbc:postgresql:" + to);
        Cluster.Instance second = cluster.launch(_ -> false);
        users.fromApprovedOn(channel);
        CrashInvariants.awaitAllDone("jdbc:postgresql:" + to);
        new CrashInvariants(cluster.users(), channel, "jdbc:postgresql:" + to).check();
        assertThat(second.logs(Cluster.TAKEN_OVER)).isTrue();
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path programs, Path data, int port) throws Exception {
    run(
        programs.resolve("initdb"),
        "--pgdata=" + data,
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-locale");
    List<String> line = unprivileged(programs.resolve("postgres"));
    line.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    line.addAll(List.of("-c", "unix_socket_directories="));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("server.log").toFile())
        .start();
  }

  /** The server refuses to run as root. */
  private static List<String> unprivileged(Path program) {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.add(program.toString());
    return line;
  }

  private static void awaitReleased(CountDownLatch released) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
