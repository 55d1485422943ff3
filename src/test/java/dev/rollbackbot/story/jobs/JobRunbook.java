package dev.rollbackbot.story.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A runbook whose only method runs one job. */
final class JobRunbook {
  private static final String STEP =
      """
            steps:
              - id: deploy
                title: Deploy
                run:
                  program: deploy
                  arguments: ["--to", "{version}"]
                  environment: [DEPLOY_KEY]
                inputs:
                  - {id: version, title: Version, pattern: "[0-9]+[.][0-9]+[.][0-9]+"}
                timeout: 10m
                expected: The shop answers
                way_back: Deploy the newer version again.

      """;

  private JobRunbook() {}

  static String text() throws IOException {
    return Files.readString(Path.of("src/test/resources/runbooks/small.yaml"))
        .replace("id: small", "id: shop")
        .replaceAll("(?s)    steps:\n      - id: web\n.*?\n\n", STEP.indent(-2))
        .replaceAll("(?s)  - id: logs\n.*?\n\n", "\n")
        .replaceAll("(?s)  probes:\n.*?  checks:", "  checks:")
        .replace("from: [health, seen]", "from: [seen]")
        .replace("propagation: 1m", "propagation: 1s");
  }
}
