package dev.rollbackbot.crash;

import java.util.stream.Stream;

/** Names of classes and methods that tests hold as text: a renamed one fails at once. */
public final class CodeNames {
  private CodeNames() {}

  /** The simple name of a class that exists. */
  public static String type(String name) {
    return find(name).getSimpleName();
  }

  /** {@code Type.method} of a class that exists and has a method of that name. */
  public static String method(String type, String method) {
    Class<?> found = find(type);
    if (Stream.of(found.getDeclaredMethods()).noneMatch(m -> m.getName().equals(method))) {
      throw new IllegalStateException(type + " has no method " + method);
    }
    return found.getSimpleName() + "." + method;
  }

  private static Class<?> find(String name) {
    try {
      return Class.forName(name, false, CodeNames.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
