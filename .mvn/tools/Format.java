import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Formats every Java file below the given folders in place; says which ones it changed. */
final class Format {
  public static void main(String[] folders) throws Exception {
    Formatter formatter = new Formatter();
    int changed = 0;
    for (String folder : folders) {
      List<Path> files;
      try (var walk = Files.walk(Path.of(folder))) {
        files = walk.filter(p -> p.toString().endsWith(".java")).sorted().toList();
      }
      for (Path file : files) {
        String before = Files.readString(file);
        String after = formatter.formatSourceAndFixImports(before);
        if (!after.equals(before)) {
          Files.writeString(file, after);
          System.out.println("formatted " + file);
          changed++;
        }
      }
    }
    if (changed > 0) {
      System.out.println(changed + " files formatted");
    }
  }
}
