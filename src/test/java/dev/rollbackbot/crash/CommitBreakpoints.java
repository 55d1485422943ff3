package dev.rollbackbot.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Runs in the bot's process: reports each commit by name to the harness, before and after it, and
 * waits for permission to continue. Where the process is to be killed, that permission never comes.
 */
public final class CommitBreakpoints {
  private static final String STORE = "dev.rollbackbot.store.";

  /** Classes through which every commit passes, so that they say nothing about its origin. */
  private static final List<String> PLUMBING =
      Stream.of(
              "DatabaseAccess",
              "FairWriterLock",
              "JdbcIncidents",
              "JdbcUnitOfWork",
              "GroupCommit",
              "QueuedWrite")
          .map(type -> CodeNames.type(STORE + type))
          .toList();

  /** The frame of reads outside of a transaction, which change nothing. */
  private static final String READ = STORE + CodeNames.method(STORE + "DatabaseAccess", "read");

  private static final String SCHEDULER =
      CodeNames.type("com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository");

  /** Third-party code, and the same at every start. */
  private static final String MIGRATIONS = "org.flywaydb.";

  private static final int FRAMES_IN_A_NAME = 2;

  /** The harness's port; 0: off. */
  private static final int PORT = Integer.getInteger("crash.port", 0);

  /** The origin of each transaction that is queued for the writer thread. */
  private static final Map<Object, String> QUEUED =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** The origin of a thread's next commit; of a group of transactions, the first one's. */
  private static final ThreadLocal<String> STARTED = new ThreadLocal<>();

  private CommitBreakpoints() {}

  /** Called where a transaction is queued for the writer thread. */
  public static void queued(Object write) {
    if (PORT != 0) {
      QUEUED.put(write, name(List.of(new Throwable().getStackTrace())));
    }
  }

  /** Called where the writer thread starts with it. */
  public static void started(Object write) {
    String origin = QUEUED.remove(write);
    if (origin != null && STARTED.get() == null) {
      STARTED.set(origin);
    }
  }

  /** Called at the beginning of a watched method. */
  public static void before(Object target) {
    report("before", target);
  }

  /** Called at its end. */
  public static void after(Object target) {
    report("after", target);
  }

  private static void report(String when, Object target) {
    if (PORT == 0 || !commits(target)) {
      return;
    }
    List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
    boolean counts =
        stack.stream()
            .noneMatch(f ->
                f.getClassName().startsWith(MIGRATIONS)
                    || READ.equals(f.getClassName() + "." + f.getMethodName()));
    String origin = STARTED.get();
    if (origin != null && when.equals("after")) {
      STARTED.remove();
    }
    if (counts) {
      waitForPermission(when + " commit of " + (origin == null ? name(stack) : origin));
    }
  }

  private static boolean commits(Object target) {
    try {
      return target instanceof Connection
          || (target instanceof PreparedStatement s && s.getConnection().getAutoCommit());
    } catch (SQLException e) {
      return false;
    }
  }

  /** The bot's code that commits; for the scheduler's own commits, its method. */
  private static String name(List<StackTraceElement> stack) {
    Set<String> origins = new LinkedHashSet<>();
    String scheduler = "";
    for (StackTraceElement frame : stack) {
      String[] parts = frame.getClassName().split("\\.");
      String type = parts[parts.length - 1].replaceAll("\\$.*", "");
      String method = frame.getMethodName().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1");
      boolean bot =
          frame.getClassName().startsWith("dev.rollbackbot.")
              && !frame.getClassName().startsWith("dev.rollbackbot.crash.");
      if (bot && !PLUMBING.contains(type) && origins.stream().noneMatch(o -> o.startsWith(type))) {
        origins.add(type + "." + method);
      }
      if (type.equals(SCHEDULER) && !method.contains("$")) {
        scheduler = type + "." + method;
      }
    }
    return scheduler.isEmpty()
        ? String.join(" by ", origins.stream().limit(FRAMES_IN_A_NAME).toList())
        : scheduler;
  }

  private static void waitForPermission(String point) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      socket.getOutputStream().write((point + "\n").getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      if (in.read() < 0) {
        throw new IOException("the harness closed the connection");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
