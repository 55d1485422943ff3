package dev.rollbackbot.yaml;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.runbook.Runbook;
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

/**
 * The runbooks of a folder, of a file, or those that come with the bot. Read once, at the start.
 */
public final class RunbookDirectory implements Runbooks {
  private static final Logger LOG = LoggerFactory.getLogger(RunbookDirectory.class);
  private static final List<String> BUNDLED = List.of("factory.yaml");

  private final RunbookReader reader;
  private final Optional<String> preferred;
  private final Map<String, Runbook> valid = new TreeMap<>();
  private final List<InvalidRunbook> broken = new ArrayList<>();

  private RunbookDirectory(RunbookReader reader, Optional<String> preferred) {
    this.reader = reader;
    this.preferred = preferred;
  }

  /** A text and the name that messages give it. */
  private record RunbookFile(String file, String text) {}

  /**
   * Reads them all; a broken one never keeps the others away.
   *
   * @param folder a folder or a file; empty: the bundled ones
   * @param variables what {@code ${RUNBOOK_…}} stands for
   * @param preferred id of the environment that is offered first; empty: as the runbook orders them
   */
  public static RunbookDirectory read(
      Optional<Path> folder, Map<String, String> variables, Optional<String> preferred) {
    RunbookDirectory library = new RunbookDirectory(new RunbookReader(variables), preferred);
    List<RunbookFile> pages = folder.map(library::readFiles).orElseGet(RunbookDirectory::bundled);
    if (pages.isEmpty() && library.broken.isEmpty()) {
      String where = folder.map(Path::toString).orElse("-");
      LOG.error("runbook folder {} holds no .yaml file", where);
      library.broken.add(new InvalidRunbook(where, List.of("holds no .yaml file")));
    }
    pages.forEach(library::add);
    return library;
  }

  private void add(RunbookFile file) {
    RunbookReader.RunbookReadResult result = reader.read(file.file(), file.text());
    List<String> problems = new ArrayList<>();
    int warnings = 0;
    for (RunbookReader.Problem problem : result.problems()) {
      if (problem.problemLevel() == RunbookReader.ProblemLevel.ERROR) {
        problems.add(problem.toString());
        LOG.error("runbook {}", problem);
      } else {
        warnings++;
      }
    }
    if (warnings > 0) {
      LOG.info("runbook with warnings file={} count={}, see runbook check", file.file(), warnings);
    }
    result
        .runbook()
        .map(r -> preferred.map(r::withEnvironmentFirst).orElse(r))
        .ifPresent(r -> add(file, r, problems));
    if (!problems.isEmpty()) {
      broken.add(new InvalidRunbook(file.file(), problems));
    }
  }

  private void add(RunbookFile file, Runbook runbook, List<String> problems) {
    Runbook other = valid.putIfAbsent(runbook.id(), runbook);
    if (other != null) {
      problems.add(
          file.file()
              + ": the id "
              + runbook.id()
              + " is taken by "
              + other.sourceText().file()
              + "; give it another one");
    }
  }

  private List<RunbookFile> readFiles(Path path) {
    if (!Files.isDirectory(path)) {
      return page(path).stream().toList();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
          .sorted(Comparator.comparing(Path::toString))
          .flatMap(p -> page(p).stream())
          .toList();
    } catch (IOException e) {
      addUnreadable(path, e);
      return List.of();
    }
  }

  private Optional<RunbookFile> page(Path file) {
    try {
      return Optional.of(new RunbookFile(file.toString(), text(file)));
    } catch (IOException e) {
      addUnreadable(file, e);
      return Optional.empty();
    }
  }

  /** No more is read than can be used: what is named may be no file but a stream without an end. */
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
    LOG.error("runbook {} {}", path, why);
    broken.add(new InvalidRunbook(path.toString(), List.of(why)));
  }

  /** Why a file can't be read, for whoever wrote it. */
  public static String readErrorText(IOException exception) {
    return switch (exception) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      default -> String.valueOf(exception.getMessage());
    };
  }

  private static List<RunbookFile> bundled() {
    return BUNDLED.stream().map(RunbookDirectory::resource).toList();
  }

  private static RunbookFile resource(String name) {
    try (InputStream input = RunbookDirectory.class.getResourceAsStream("/runbooks/" + name)) {
      if (input == null) {
        throw new IllegalStateException("the bundled runbook " + name + " is missing");
      }
      return new RunbookFile(name, new String(input.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Runbook> find(String id) {
    return Optional.ofNullable(valid.get(id));
  }

  @Override
  public List<Runbook> all() {
    return List.copyOf(valid.values());
  }

  @Override
  public List<InvalidRunbook> invalid() {
    return List.copyOf(broken);
  }

  @Override
  public Runbook reread(String text) {
    return reader.reread(text);
  }
}
