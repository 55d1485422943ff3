package dev.rollbackbot.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Java files as syntax trees.
 *
 * @param units one for each file
 * @param trees finds elements and types, once attributed
 */
record JavaSources(List<CompilationUnitTree> units, Trees trees) {

  /** Every Java file below the folders that exist. */
  static List<Path> below(String... folders) {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> walk = Files.walk(Path.of(folder))) {
        walk.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** Reads the syntax only: names are known, types are not. */
  static JavaSources parse(List<Path> files) {
    return read(files, false);
  }

  /** Resolves types as well, against the class path of the tests. */
  static JavaSources attribute(List<Path> files) {
    return read(files, true);
  }

  private static JavaSources read(List<Path> files, boolean attribute) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                problem -> {},
                List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjectsFromPaths(files));
    List<CompilationUnitTree> units = new ArrayList<>();
    try {
      task.parse().forEach(units::add);
      if (attribute) {
        task.analyze();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JavaSources(List.copyOf(units), Trees.instance(task));
  }
}
