package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A patch that is applied whole, or not at all. */
record PatchApplication(Git git, Path patch) {
  private static final Pattern REJECTED =
      Pattern.compile(
          "error: (?:patch failed: (.+):(\\d+)|(.+): (No such file or directory|already"
              + " exists.*))");

  void commit(String message, String base)
      throws IOException, InterruptedException, RepositoryProblem {
    if (!Files.isRegularFile(patch)) {
      throw RepositoryProblem.arguments("There is no patch " + patch + ".");
    }
    List<String> apply =
        List.of("apply", "--index", "--verbose", "--whitespace=nowarn", patch.toString());
    if (git.run(apply) != 0) {
      throw RepositoryProblem.stopped(
          "The patch does not apply to %s: %s. Nothing was pushed."
              .formatted(base, RepositoryProblem.files(rejected())));
    }
    git.must("commit", "--quiet", "-m", message);
  }

  /** The files and hunks that don't fit: the clone may be spoiled, as it is deleted now. */
  private List<String> rejected() throws IOException, InterruptedException {
    return git.readAll("apply", "--reject", "--verbose", "--whitespace=nowarn", patch.toString())
        .lines()
        .map(REJECTED::matcher)
        .filter(Matcher::matches)
        .map(m ->
            m.group(1) == null
                ? "%s (%s)".formatted(m.group(3), m.group(4))
                : "%s (the hunk at line %s)".formatted(m.group(1), m.group(2)))
        .toList();
  }
}
