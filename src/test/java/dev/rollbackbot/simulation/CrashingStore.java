package dev.rollbackbot.simulation;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.alert.AlertStore;
import dev.rollbackbot.app.alert.AlertedTriggerStore;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.promises.Invariant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The database as one process reaches it. The process may crash before and after each commit; after
 * a crash every call fails.
 */
final class CrashingStore {
  private static final Set<String> COMMITS =
      Set.of(
          "inTransaction",
          "markStarted",
          "beginAttempt",
          "postpone",
          "moveToEnd",
          "markDelivered",
          "markFailed",
          "finish",
          "save",
          "begin",
          "judge",
          "getConnection");

  static {
    Set<String> methods =
        Stream.of(
                IncidentStore.class,
                Outbox.class,
                Jobs.class,
                Artifacts.class,
                TriggerRecords.class,
                AlertStore.class,
                AlertedTriggerStore.class,
                DataSource.class)
            .flatMap(type -> Stream.of(type.getMethods()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    Invariant.require(methods.containsAll(COMMITS), "a renamed method is among " + COMMITS);
  }

  private final SeededRandom random;
  private boolean crashed;

  CrashingStore(SeededRandom random) {
    this.random = random;
  }

  void crash() {
    crashed = true;
  }

  void requireRunning() {
    if (crashed) {
      throw new SimulatedCrash("crashed already");
    }
  }

  /** A port of the database, with crashes. */
  <T> T of(Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(real, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    requireRunning();
    boolean commits = COMMITS.contains(method.getName());
    if (commits) {
      random.maybeCrash("before " + method.getName());
    }
    try {
      Object result = method.invoke(real, arguments);
      if (commits && !method.getName().equals("getConnection")) {
        random.maybeCrash("after " + method.getName());
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
