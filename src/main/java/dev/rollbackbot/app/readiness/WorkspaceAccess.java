package dev.rollbackbot.app.readiness;

import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.runbook.Environment;
import java.util.List;

/** Whether people can be reached, and can act and approve, where they talk. */
public interface WorkspaceAccess {
  /** The bot's own rights, its channels, and the groups of that environment, asked now. */
  List<ReadinessFact> facts(Environment environment);
}
