package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.NothingScheduled;
import dev.rollbackbot.incident.IncidentId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The connection to PostgreSQL is lost while a transaction is committed. */
class LostCommitTest {
  private static final String COMMIT = "COMMIT";

  @Test
  void a_commit_without_an_answer_is_unknown_and_an_earlier_failure_is_not() throws Exception {
    String url = TestDatabase.postgres();
    try (CuttingProxy proxy = new CuttingProxy(url);
        Database database = TestDatabase.open(proxy.url())) {
      proxy.cutAtCommit.set(1);
      StoreUnavailable lost =
          catchThrowableOfType(
              StoreUnavailable.class,
              () -> database.incidents().inTransaction(unit -> unit.claimKey("k", "")));
      assertThat(lost.perhapsStored()).isTrue();
      boolean first = database.incidents().inTransaction(unit -> unit.claimKey("k", ""));
      assertThat(first).as("it was stored").isFalse();
      proxy.down.set(true);
      StoreUnavailable unreached =
          catchThrowableOfType(
              StoreUnavailable.class,
              () -> database.incidents().inTransaction(unit -> unit.claimKey("k2", "")));
      assertThat(unreached.perhapsStored()).isFalse();
    }
  }

  @Test
  void a_command_asks_again_by_its_key_and_says_that_it_does_not_know_if_that_fails_too()
      throws Exception {
    String url = TestDatabase.postgres();
    try (CuttingProxy proxy = new CuttingProxy(url);
        Database database = TestDatabase.open(proxy.url())) {
      IncidentCommands commands =
          new IncidentService(database.incidents(), new NothingScheduled(), InstantSource.system());
      proxy.cutAtCommit.set(1);
      assertThat(declare(commands, "k1", "shop")).isInstanceOf(IncidentCommands.Committed.class);
      assertThat(commands.incident(new IncidentId(1))).isPresent();
      assertThat(commands.incident(new IncidentId(2))).isEmpty();
      proxy.cutAtCommit.set(2);
      assertThat(declare(commands, "k2", "mail"))
          .isInstanceOf(IncidentCommands.PerhapsStored.class);
      assertThat(declare(commands, "k2", "mail")).isInstanceOf(IncidentCommands.Committed.class);
      assertThat(commands.incident(new IncidentId(3))).isEmpty();
    }
  }

  @Test
  void only_an_answer_of_the_database_tells_that_a_commit_failed() {
    DatabaseErrors errors = new DatabaseErrors("here", Duration.ofSeconds(1));
    assertThat(errors.commitFailed(new SQLException("", "40001")).perhapsStored()).isFalse();
    assertThat(errors.commitFailed(new SQLException("", "23505")).perhapsStored()).isFalse();
    assertThat(errors.commitFailed(new SQLException("", "40003")).perhapsStored()).isTrue();
    assertThat(errors.commitFailed(new SQLException("", "08006")).perhapsStored()).isTrue();
    assertThat(errors.commitFailed(new SQLException("", "57P01")).perhapsStored()).isTrue();
    assertThat(errors.commitFailed(new SQLException("")).perhapsStored()).isTrue();
    assertThat(errors.unavailable(new SQLException("", "08006")).perhapsStored()).isFalse();
  }

  private static IncidentCommands.CommandResult declare(
      IncidentCommands commands, String key, String runbook) {
    return commands.declare(
        key, StoreExamples.ANNA, StoreExamples.runbook(runbook), StoreExamples.declaration(true));
  }

  /** Passes commits on, and closes the connection instead of passing the answer back. */
  private static final class CuttingProxy implements AutoCloseable {
    private static final int CHUNK = 8192;

    final AtomicInteger cutAtCommit = new AtomicInteger();

    /** Nothing is passed on any more. */
    final AtomicBoolean down = new AtomicBoolean();

    private final String target;
    private final int targetPort;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    CuttingProxy(String target) throws IOException {
      this.target = target;
      this.targetPort = Integer.parseInt(target.replaceAll(".*localhost:(\\d+).*", "$1"));
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      threads.execute(this::accept);
    }

    String url() {
      // With a prepared commit its text would not be in the request.
      return target.replace("localhost:" + targetPort, "localhost:" + server.getLocalPort())
          + "&prepareThreshold=0";
    }

    private void accept() {
      try {
        while (true) {
          Socket client = server.accept();
          Socket database = new Socket(InetAddress.getLoopbackAddress(), targetPort);
          threads.execute(() -> copy(client, database, true));
          threads.execute(() -> copy(database, client, false));
        }
      } catch (IOException e) {
        threads.shutdownNow();
      }
    }

    private void copy(Socket from, Socket to, boolean requests) {
      byte[] chunk = new byte[CHUNK];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(chunk); read >= 0 && !down.get(); read = in.read(chunk)) {
          boolean commit =
              requests && new String(chunk, 0, read, StandardCharsets.ISO_8859_1).contains(COMMIT);
          if (commit && cutAtCommit.get() > 0 && cutAtCommit.getAndDecrement() > 0) {
            // The client gets no answer.
            from.shutdownOutput();
            out.write(chunk, 0, read);
            out.flush();
            // The server commits what it has received, though the connection ends.
            to.shutdownOutput();
            to.getInputStream().readAllBytes();
            return;
          }
          out.write(chunk, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // The other direction has ended.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
