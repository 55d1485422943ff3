package dev.rollbackbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundled runbook with short waits. */
public final class FastRunbook {
  private FastRunbook() {}

  /** Writes it to a subfolder of that folder; returns the subfolder. */
  public static Path runbooks(Path folder) {
    try {
      String text = Files.readString(Path.of("src/main/resources/runbooks/factory.yaml"));
      Path out = Files.createDirectories(folder.resolve("runbooks"));
      Files.writeString(
          out.resolve("factory.yaml"),
          text.replace("propagation: 10s", "propagation: 1s")
              .replace("log_capture: 3s", "log_capture: 1s"));
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
