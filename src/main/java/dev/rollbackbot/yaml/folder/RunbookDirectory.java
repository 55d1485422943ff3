package dev.rollbackbot.yaml.folder;

import dev.rollbackbot.app.Runbooks.InvalidRunbook;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
import dev.rollbackbot.yaml.RunbookReader.FolderFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runbooks of a folder, of a file, or the bundled ones, as they were when they were read. */
public final class RunbookDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(RunbookDirectory.class);
  private static final List<String> BUNDLED = List.of("factory.yaml");

  private final RunbookReader reader;
  private final Optional<String> preferred;
  private final Map<String, Runbook> valid = new TreeMap<>();
  private final Map<String, List<String>> warnings = new TreeMap<>();
  private final List<InvalidRunbook> invalid = new ArrayList<>();

  private RunbookDirectory(RunbookReader reader, Optional<String> preferred) {
    this.reader = reader;
    this.preferred = preferred;
  }

  private record RunbookFile(String file, String text, FolderFiles beside) {}

  /** Reads them all; an invalid one does not affect the others. */
  public static RunbookDirectory read(RunbookSource source) {
    RunbookDirectory directory =
        new RunbookDirectory(
            new RunbookReader(source.variables(), source.clusters()), source.preferred());
    Optional<Path> path = source.path();
    List<RunbookFile> files =
        path.map(directory::readFiles)
            .orElseGet(() -> BUNDLED.stream().map(RunbookDirectory::resource).toList());
    if (files.isEmpty() && directory.invalid.isEmpty()) {
      String where = path.map(Path::toString).orElse("-");
      LOG.error("no .yaml file in the runbook folder path={}", where);
      directory.invalid.add(new InvalidRunbook(where, List.of("holds no .yaml file")));
    }
    files.forEach(directory::add);
    return directory;
  }

  /** What its check warns of, without the places; none if there is no such runbook. */
  public List<String> warnings(String id) {
    return warnings.getOrDefault(id, List.of());
  }

  private void add(RunbookFile file) {
    RunbookReader.RunbookReadResult result = reader.read(file.file(), file.text(), file.beside());
    List<String> problems = new ArrayList<>();
    List<String> warned = new ArrayList<>();
    for (RunbookReader.Problem problem : result.problems()) {
      if (problem.level() == RunbookReader.ProblemLevel.ERROR) {
        problems.add(problem.toString());
        LOG.error("invalid runbook problem={}", problem);
      } else {
        warned.add(problem.message());
      }
    }
    if (!warned.isEmpty()) {
      LOG.info(
          "runbook has warnings, see runbook check file={} count={}", file.file(), warned.size());
    }
    result
        .runbook()
        .map(r -> preferred.map(r::withEnvironmentFirst).orElse(r))
        .ifPresent(r -> {
          add(file, r, problems);
          warnings.putIfAbsent(r.id(), List.copyOf(warned));
        });
    if (!problems.isEmpty()) {
      invalid.add(new InvalidRunbook(file.file(), problems));
    }
  }

  private void add(RunbookFile file, Runbook runbook, List<String> problems) {
    Runbook other = valid.putIfAbsent(runbook.id(), runbook);
    if (other != null) {
      problems.add(
          "%s: the id %s is taken by %s; give it another one"
              .formatted(file.file(), runbook.id(), other.sourceText().file()));
    }
  }

  private List<RunbookFile> readFiles(Path path) {
    if (!Files.isDirectory(path)) {
      return readFile(path).stream().toList();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(RunbookDirectory::isRunbook)
          .sorted(Comparator.comparing(Path::toString))
          .flatMap(p -> readFile(p).stream())
          .toList();
    } catch (IOException e) {
      addUnreadable(path, e);
      return List.of();
    }
  }

  static boolean isPatch(Path file) {
    return file.toString().endsWith(".patch") || file.toString().endsWith(".sql");
  }

  static boolean isRunbook(Path file) {
    return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
  }

  private Optional<RunbookFile> readFile(Path file) {
    try {
      return Optional.of(new RunbookFile(file.toString(), text(file), beside(file)));
    } catch (IOException e) {
      addUnreadable(file, e);
      return Optional.empty();
    }
  }

  /** Reads at most the allowed size: the path may be a device that never ends. */
  public static String text(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(RunbookReader.MAX_BYTES + 1);
      if (bytes.length > RunbookReader.MAX_BYTES) {
        throw new IOException("it has more than " + RunbookReader.MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private void addUnreadable(Path path, IOException exception) {
    String why = "can't be read: " + readErrorText(exception);
    LOG.error("unreadable runbook path={} cause={}", path, why);
    invalid.add(new InvalidRunbook(path.toString(), List.of(why)));
  }

  /** The cause, in words for the author of the file. */
  public static String readErrorText(IOException exception) {
    return switch (exception) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      default -> String.valueOf(exception.getMessage());
    };
  }

  /** The files in the folder of that runbook. */
  public static FolderFiles beside(Path runbook) {
    return name -> text(runbook.resolveSibling(name));
  }

  /** The files beside the bundled runbooks. */
  public static FolderFiles bundled() {
    return RunbookDirectory::bundledText;
  }

  private static RunbookFile resource(String name) {
    try {
      return new RunbookFile(name, bundledText(name), bundled());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bundledText(String name) throws IOException {
    try (InputStream input = RunbookDirectory.class.getResourceAsStream("/runbooks/" + name)) {
      if (input == null) {
        throw new NoSuchFileException(name);
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public Optional<Runbook> find(String id) {
    return Optional.ofNullable(valid.get(id));
  }

  public List<Runbook> all() {
    return List.copyOf(valid.values());
  }

  public List<InvalidRunbook> invalid() {
    return List.copyOf(invalid);
  }

  Runbook reread(String text) {
    return reader.reread(text);
  }
}
