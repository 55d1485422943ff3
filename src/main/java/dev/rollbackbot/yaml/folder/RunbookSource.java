package dev.rollbackbot.yaml.folder;

import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where runbooks are read from.
 *
 * @param path a folder or a file; empty: the bundled ones
 * @param variables values of {@code ${RUNBOOK_…}}
 * @param preferred id of the environment to offer first; empty: in the runbook's order
 * @param clusters by the settings: that of an environment, by its id
 */
public record RunbookSource(
    Optional<Path> path,
    Map<String, String> variables,
    Optional<String> preferred,
    Function<String, Optional<ClusterRef>> clusters) {
  public RunbookSource {
    variables = Map.copyOf(variables);
  }

  /** Without the settings of clusters. */
  public RunbookSource(
      Optional<Path> path, Map<String, String> variables, Optional<String> preferred) {
    this(path, variables, preferred, _ -> Optional.empty());
  }
}
