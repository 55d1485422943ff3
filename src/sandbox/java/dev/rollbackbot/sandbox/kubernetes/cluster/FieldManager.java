package dev.rollbackbot.sandbox.kubernetes.cluster;

/**
 * Who writes.
 *
 * @param operation {@code Update} or {@code Apply}
 */
public record FieldManager(String name, String operation) {
  public static FieldManager update(String name) {
    return new FieldManager(name, "Update");
  }

  static FieldManager apply(String name) {
    return new FieldManager(name, "Apply");
  }
}
