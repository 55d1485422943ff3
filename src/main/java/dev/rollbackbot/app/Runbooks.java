package dev.rollbackbot.app;

import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** The runbooks that incidents can be declared on. */
public interface Runbooks {
  /** The valid runbook of that id. */
  Optional<Runbook> find(String id);

  /** All valid ones, by id. */
  List<Runbook> all();

  List<InvalidRunbook> invalid();

  /** Reads a runbook from the text that was stored with an incident. */
  Runbook reread(String text);

  /**
   * A file that can't be used; each problem has its line and column.
   *
   * @param earlierInUse whether what was read before it was changed is still in use
   */
  record InvalidRunbook(String file, List<String> problems, boolean earlierInUse) {
    public InvalidRunbook {
      problems = List.copyOf(problems);
    }

    public InvalidRunbook(String file, List<String> problems) {
      this(file, problems, false);
    }

    public InvalidRunbook refused() {
      return new InvalidRunbook(file, problems, true);
    }
  }
}
