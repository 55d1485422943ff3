package dev.rollbackbot.sandbox.shared;

import jakarta.json.JsonObject;
import java.util.List;

/** Faults of one part of the sandbox, as the page shows them. Implementations are thread-safe. */
public interface SwitchGroup {
  /** {@code {id, label, description, action, on, group}} each; the group is a heading. */
  List<JsonObject> faults();

  /** Call with one of its ids only. */
  void setFault(String id, boolean on);

  /** Switches everything off. */
  void reset();
}
