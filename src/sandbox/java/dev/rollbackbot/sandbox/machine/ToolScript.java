package dev.rollbackbot.sandbox.machine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executable files that start a class of the sandbox, without a shell. */
final class ToolScript {
  private ToolScript() {}

  /** The file with java's options for that class. */
  static Path options(Path folder, Class<?> main, Map<String, String> properties)
      throws IOException {
    StringBuilder out = new StringBuilder("-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n-Xmx64m\n");
    properties.forEach((name, value) -> out.append(quoted("-D" + name + "=" + value)).append('\n'));
    out.append("-cp\n").append(quoted(classPath())).append('\n');
    out.append(main.getName()).append('\n');
    return Files.writeString(folder.resolve("options"), out);
  }

  /** The system starts java with these options, the path of this file, and the arguments. */
  static void write(Path script, Path options) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(script, "#!" + java + " @" + options + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /** The tools are started in other folders than the sandbox. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
