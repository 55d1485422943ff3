package dev.rollbackbot.yaml.folder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where runbooks are read from.
 *
 * @param path a folder or a file; empty: the bundled ones
 * @param variables values of {@code ${RUNBOOK_…}}
 * @param preferred id of the environment to offer first; empty: in the runbook's order
 */
public record RunbookSource(
    Optional<Path> path, Map<String, String> variables, Optional<String> preferred) {
  public RunbookSource {
    variables = Map.copyOf(variables);
  }
}
