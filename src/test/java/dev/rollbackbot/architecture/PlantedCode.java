package dev.rollbackbot.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Code that breaks a rule on purpose: shows that the rule's test can fail. */
final class PlantedCode {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

  private PlantedCode() {}

  /** Writes the sources, one top-level type each, below the folder. */
  static List<Path> write(Path folder, String... sources) {
    List<Path> files = new ArrayList<>();
    try {
      for (String source : sources) {
        Path directory = folder.resolve(first(PACKAGE, source).replace('.', '/'));
        Files.createDirectories(directory);
        files.add(Files.writeString(directory.resolve(type(source) + ".java"), source));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Compiles the sources against the product and imports their classes only. */
  static JavaClasses compile(Path folder, String... sources) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-parameters", "-cp", System.getProperty("java.class.path")));
    Path classes = folder.resolve("classes");
    arguments.addAll(List.of("-d", classes.toString()));
    write(folder.resolve("sources"), sources).forEach(file -> arguments.add(file.toString()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                arguments.subList(0, arguments.size() - sources.length),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjectsFromStrings(
                        arguments.subList(arguments.size() - sources.length, arguments.size())))
            .call();
    if (!compiled) {
      throw new IllegalArgumentException("the planted code does not compile: " + messages);
    }
    return new ClassFileImporter().importPath(classes);
  }

  /** Simple name of the source's top-level type. */
  static String type(String source) {
    return first(TYPE, source);
  }

  private static String first(Pattern pattern, String source) {
    Matcher matcher = pattern.matcher(source);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern + " in " + source);
    }
    return matcher.group(1);
  }
}
