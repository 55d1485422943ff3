package dev.rollbackbot.crash;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Makes the many starts of a harness cheap: the classes that a bot loads are kept in an archive
 * that the Java machine maps into memory. Archives take their classes from jars only, so folders of
 * classes become jars first.
 */
final class CdsArchive {
  private CdsArchive() {}

  /** The options of a Java machine that starts quickly, the class path among them. */
  static List<String> options(Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    Path archive = folder.resolve("classes.jsa");
    String path = classPath(folder);
    BotProcess bot =
        BotProcess.launch(
            environment,
            folder.resolve("archive.log"),
            List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-cp", path),
            FastRunbookBot.class.getName());
    Waiting.await().until(() -> bot.answers("/healthz") || !bot.alive());
    bot.stop();
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-cp", path);
  }

  private static String classPath(Path folder) throws IOException {
    List<String> out = new ArrayList<>();
    out.add(CommitWatchingPool.jar(folder).toString());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve("classes" + out.size() + ".jar");
        pack(path, jar);
        out.add(jar.toString());
      } else {
        out.add(path.toString());
      }
    }
    return String.join(File.pathSeparator, out);
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      entries.setLevel(0);
      for (Path file : files.filter(f -> !f.equals(classes)).toList()) {
        // Folders too: resources are looked for in them.
        boolean folder = Files.isDirectory(file);
        entries.putNextEntry(new JarEntry(classes.relativize(file) + (folder ? "/" : "")));
        if (!folder) {
          Files.copy(file, entries);
        }
        entries.closeEntry();
      }
    }
  }
}
