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

/**
 * In the bot's process: says by name which commit is about to be made or was made, and goes on when
 * the switchboard says so. Where the process is to die, that never happens.
 */
public final class CommitBreakpoints {
  /** How commits are made, not whose they are. */
  private static final List<String> PLUMBING =
      List.of(
          "DatabaseAccess",
          "FairWriterLock",
          "JdbcIncidents",
          "JdbcUnitOfWork",
          "GroupCommit",
          "QueuedWrite");

  /** Not the bot's doing, and the same at every start. */
  private static final String MIGRATIONS = "org.flywaydb.";

  private static final int FRAMES_IN_A_NAME = 2;

  /** Its port; 0: nobody wants to know. */
  private static final int SWITCHBOARD = Integer.getInteger("crash.switchboard", 0);

  /** Whose each transaction is that waits for the thread that writes. */
  private static final Map<Object, String> ASKED = Collections.synchronizedMap(new WeakHashMap<>());

  /** Whose transaction the next commit of a thread is; of several together, the first one's. */
  private static final ThreadLocal<String> BEGUN = new ThreadLocal<>();

  private CommitBreakpoints() {}

  /** Called where somebody asks for a transaction of another thread. */
  public static void asked(Object write) {
    if (SWITCHBOARD != 0) {
      ASKED.put(write, name(List.of(new Throwable().getStackTrace())));
    }
  }

  /** Called where that other thread begins with it. */
  public static void begun(Object write) {
    String whose = ASKED.remove(write);
    if (whose != null && BEGUN.get() == null) {
      BEGUN.set(whose);
    }
  }

  /** Called at the beginning of a watched method. */
  public static void before(Object on) {
    tell("before", on);
  }

  /** Called at its end. */
  public static void after(Object on) {
    tell("after", on);
  }

  private static void tell(String when, Object on) {
    if (SWITCHBOARD == 0 || !commits(on)) {
      return;
    }
    List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
    boolean counts =
        stack.stream()
            .noneMatch(f ->
                f.getClassName().startsWith(MIGRATIONS)
                    || (f.getClassName().endsWith("store.Access")
                        && f.getMethodName().equals("read")));
    String whose = BEGUN.get();
    if (whose != null && when.equals("after")) {
      BEGUN.remove();
    }
    if (counts) {
      ask(when + " commit of " + (whose == null ? name(stack) : whose));
    }
  }

  private static boolean commits(Object on) {
    try {
      return on instanceof Connection
          || (on instanceof PreparedStatement s && s.getConnection().getAutoCommit());
    } catch (SQLException e) {
      return false;
    }
  }

  /** By whose code it is; a commit of the scheduler's own by its method. */
  private static String name(List<StackTraceElement> stack) {
    Set<String> ours = new LinkedHashSet<>();
    String scheduler = "";
    for (StackTraceElement frame : stack) {
      String[] parts = frame.getClassName().split("\\.");
      String type = parts[parts.length - 1].replaceAll("\\$.*", "");
      String method = frame.getMethodName().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1");
      boolean bot =
          frame.getClassName().startsWith("dev.rollbackbot.")
              && !frame.getClassName().startsWith("dev.rollbackbot.crash.");
      if (bot && !PLUMBING.contains(type) && ours.stream().noneMatch(o -> o.startsWith(type))) {
        ours.add(type + "." + method);
      }
      if (type.equals("JdbcTaskRepository") && !method.contains("$")) {
        scheduler = type + "." + method;
      }
    }
    String bot = String.join(" by ", ours.stream().limit(FRAMES_IN_A_NAME).toList());
    return scheduler.isEmpty() ? bot : scheduler;
  }

  private static void ask(String point) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SWITCHBOARD)) {
      socket.getOutputStream().write((point + "\n").getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      if (in.read() < 0) {
        throw new IOException("the switchboard hung up");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
