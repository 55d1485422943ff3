package dev.rollbackbot.app;

import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** The runbooks at hand. */
public interface Runbooks {
  /** The runbook of that id, if it is there and sound. */
  Optional<Runbook> find(String id);

  /** All that are sound, by id. */
  List<Runbook> all();

  /** Those that can't be used, and why. */
  List<InvalidRunbook> invalid();

  /** Reads a runbook again from the text that an incident keeps. */
  Runbook reread(String text);

  /**
   * A runbook that can't be used.
   *
   * @param file its name
   * @param problems each with line and column
   */
  record InvalidRunbook(String file, List<String> problems) {
    public InvalidRunbook {
      problems = List.copyOf(problems);
    }
  }
}
