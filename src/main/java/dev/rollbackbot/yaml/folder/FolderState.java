package dev.rollbackbot.yaml.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells whether runbook files have changed, without reading them.
 *
 * @param files by path: size, time of change and the file's key, which differs when a link leads to
 *     another file
 */
record FolderState(Map<String, String> files) {
  FolderState {
    files = Map.copyOf(files);
  }

  /** Empty path: the bundled runbooks, which never change. */
  static FolderState of(Optional<Path> path) {
    Map<String, String> files = new TreeMap<>();
    path.ifPresent(given -> {
      boolean isFolder = Files.isDirectory(given);
      if (!isFolder) {
        files.put(given.toString(), state(given));
      }
      // The patches of a single runbook stand beside it.
      Path folder = isFolder ? given : given.resolveSibling("");
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(file ->
                RunbookDirectory.isPatch(file) || (isFolder && RunbookDirectory.isRunbook(file)))
            .forEach(file -> files.put(file.toString(), state(file)));
      } catch (IOException e) {
        files.put(folder.toString(), "unreadable");
      }
    });
    return new FolderState(files);
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
