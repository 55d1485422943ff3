package dev.rollbackbot.yaml;

import dev.rollbackbot.yaml.folder.RunbookDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

final class TestFiles {
  private TestFiles() {}

  /** The text of a resource such as {@code /runbooks/factory.yaml}. */
  static String text(String resource) {
    try (InputStream in = TestFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunbookReader.RunbookReadResult factory() {
    return factory(new RunbookReader(Map.of()));
  }

  static RunbookReader.RunbookReadResult factory(RunbookReader reader) {
    return reader.read("factory.yaml", text("/runbooks/factory.yaml"), RunbookDirectory.bundled());
  }
}
