package dev.rollbackbot.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * What a process reaches its database through: it may die before and after anything that is
 * committed there, and once it is dead it reaches nothing any more.
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
          "getConnection");

  private final SeededRandom seededRandom;
  private boolean dead;

  CrashingStore(SeededRandom seededRandom) {
    this.seededRandom = seededRandom;
  }

  /** Dies. */
  void die() {
    dead = true;
  }

  /** Fails in a dead process. */
  void alive() {
    if (dead) {
      throw new SimulatedCrash("dead already");
    }
  }

  /** The same, as this process reaches it. */
  <T> T of(Class<T> type, T real) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(real, method, arguments));
    return type.cast(proxy);
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    alive();
    boolean commits = COMMITS.contains(method.getName());
    if (commits) {
      seededRandom.maybeCrash("before " + method.getName());
    }
    try {
      Object result = method.invoke(real, arguments);
      if (commits && !method.getName().equals("getConnection")) {
        seededRandom.maybeCrash("after " + method.getName());
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
