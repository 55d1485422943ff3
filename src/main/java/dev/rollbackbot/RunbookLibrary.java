package dev.rollbackbot;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
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
final class RunbookLibrary implements Runbooks {
  private static final Logger LOG = LoggerFactory.getLogger(RunbookLibrary.class);
  private static final List<String> BUNDLED = List.of("factory.yaml");

  private final RunbookReader reader;
  private final Optional<String> preferred;
  private final Map<String, Runbook> sound = new TreeMap<>();
  private final List<Broken> broken = new ArrayList<>();

  private RunbookLibrary(RunbookReader reader, Optional<String> preferred) {
    this.reader = reader;
    this.preferred = preferred;
  }

  /** A text and the name that messages give it. */
  private record Page(String file, String text) {}

  /**
   * Reads them all; a broken one never keeps the others away.
   *
   * @param place a folder or a file; empty: the bundled ones
   * @param variables what {@code ${RUNBOOK_…}} stands for
   * @param preferred id of the environment that is offered first; empty: as the runbook orders them
   */
  static RunbookLibrary read(
      Optional<Path> place, Map<String, String> variables, Optional<String> preferred) {
    RunbookLibrary library = new RunbookLibrary(new RunbookReader(variables), preferred);
    List<Page> pages = place.map(library::onDisk).orElseGet(RunbookLibrary::bundled);
    if (pages.isEmpty() && library.broken.isEmpty()) {
      String where = place.map(Path::toString).orElse("-");
      LOG.error("runbook folder {} holds no .yaml file", where);
      library.broken.add(new Broken(where, List.of("holds no .yaml file")));
    }
    pages.forEach(library::add);
    return library;
  }

  private void add(Page page) {
    RunbookReader.Reading reading = reader.read(page.file(), page.text());
    List<String> problems = new ArrayList<>();
    int warnings = 0;
    for (RunbookReader.Problem p : reading.problems()) {
      if (p.level() == RunbookReader.Level.ERROR) {
        problems.add(p.toString());
        LOG.error("runbook {}", p);
      } else {
        warnings++;
      }
    }
    if (warnings > 0) {
      LOG.info("runbook with warnings file={} count={}, see runbook check", page.file(), warnings);
    }
    reading
        .runbook()
        .map(r -> preferred.map(r::preferring).orElse(r))
        .ifPresent(r -> add(page, r, problems));
    if (!problems.isEmpty()) {
      broken.add(new Broken(page.file(), problems));
    }
  }

  private void add(Page page, Runbook runbook, List<String> problems) {
    Runbook other = sound.putIfAbsent(runbook.id(), runbook);
    if (other != null) {
      problems.add(
          page.file()
              + ": the id "
              + runbook.id()
              + " is taken by "
              + other.source().file()
              + "; give it another one");
    }
  }

  private List<Page> onDisk(Path place) {
    if (!Files.isDirectory(place)) {
      return page(place).stream().toList();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
          .sorted(Comparator.comparing(Path::toString))
          .flatMap(p -> page(p).stream())
          .toList();
    } catch (IOException e) {
      refuse(place, e);
      return List.of();
    }
  }

  private Optional<Page> page(Path file) {
    try {
      return Optional.of(new Page(file.toString(), text(file)));
    } catch (IOException e) {
      refuse(file, e);
      return Optional.empty();
    }
  }

  /** No more is read than can be used: what is named may be no file but a stream without an end. */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(RunbookReader.MAX_BYTES + 1);
      if (bytes.length > RunbookReader.MAX_BYTES) {
        throw new IOException("it has more than " + RunbookReader.MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private void refuse(Path place, IOException e) {
    String why = "can't be read: " + why(e);
    LOG.error("runbook {} {}", place, why);
    broken.add(new Broken(place.toString(), List.of(why)));
  }

  /** Why a file can't be read, for whoever wrote it. */
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static List<Page> bundled() {
    return BUNDLED.stream().map(RunbookLibrary::resource).toList();
  }

  private static Page resource(String name) {
    try (InputStream in = RunbookLibrary.class.getResourceAsStream("/runbooks/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the bundled runbook " + name + " is missing");
      }
      return new Page(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Runbook> find(String id) {
    return Optional.ofNullable(sound.get(id));
  }

  @Override
  public List<Runbook> all() {
    return List.copyOf(sound.values());
  }

  @Override
  public List<Broken> broken() {
    return List.copyOf(broken);
  }

  @Override
  public Runbook reread(String text) {
    return reader.reread(text);
  }
}
