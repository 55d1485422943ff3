package dev.rollbackbot.gateway.process;

import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.secret.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one job: what is run, how it stands, and what it prints. The bot and the wrapper
 * meet only here, so that either may end without the other.
 */
record JobFolder(Path path) {
  /** Locks of files are held by processes: two threads of one must not try at the same time. */
  private static final Object ONE_READER = new Object();

  private static final String REQUEST = "request";
  private static final String STATUS = "status";
  private static final String DECISION = "decision";
  private static final String STOP = "stop";
  private static final String ALIVE = "alive";
  private static final String PATCH = "approved.patch";
  private static final Pattern OWN =
      Pattern.compile("(?:request|status|decision|stop|alive|approved|output|wrapper)(?:\\..*)?");

  /** What the wrapper runs. The environment is given to it in its own. */
  record Request(Path program, List<String> arguments, Path directory, Duration timeout) {}

  /**
   * How it stands.
   *
   * @param pid of the wrapper, for people who look for it
   * @param exitCode empty: it has not ended
   * @param stopped why it was ended before its time; empty: it was not
   */
  record Status(long pid, Optional<Integer> exitCode, Optional<String> stopped) {}

  /** False: the job has a folder already. */
  boolean create() throws IOException {
    PrivateFiles.createFolder(Objects.requireNonNull(path.getParent()));
    try {
      PrivateFiles.createNewFolder(path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  boolean exists() {
    return Files.isDirectory(path);
  }

  Instant createdAt() throws IOException {
    return Files.getLastModifiedTime(path.resolve(REQUEST)).toInstant();
  }

  void write(Request request) throws IOException {
    Properties out = new Properties();
    out.setProperty("program", request.program().toString());
    out.setProperty("directory", request.directory().toString());
    out.setProperty("timeout", request.timeout().toString());
    for (int i = 0; i < request.arguments().size(); i++) {
      out.setProperty("argument." + i, request.arguments().get(i));
    }
    write(REQUEST, out);
  }

  /** As it was approved, for the program alone. */
  Path write(CodePatch patch) throws IOException {
    Path file = path.resolve(PATCH);
    PrivateFiles.createFile(file);
    Files.writeString(file, patch.text());
    return file;
  }

  Request request() throws IOException {
    Properties in = read(REQUEST);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; in.containsKey("argument." + i); i++) {
      arguments.add(in.getProperty("argument." + i));
    }
    return new Request(
        Path.of(in.getProperty("program")),
        arguments,
        Path.of(in.getProperty("directory")),
        Duration.parse(in.getProperty("timeout")));
  }

  void write(Status status) throws IOException {
    Properties out = new Properties();
    out.setProperty("pid", Long.toString(status.pid()));
    status.exitCode().ifPresent(code -> out.setProperty("exitCode", Integer.toString(code)));
    status.stopped().ifPresent(why -> out.setProperty("stopped", why));
    write(STATUS, out);
  }

  /** Empty: the wrapper has not begun, or never will. */
  Optional<Status> status() throws IOException {
    try {
      Properties in = read(STATUS);
      return Optional.of(
          new Status(
              Long.parseLong(in.getProperty("pid")),
              Optional.ofNullable(in.getProperty("exitCode")).map(Integer::valueOf),
              Optional.ofNullable(in.getProperty("stopped"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Decides, once, whether the program is started: the wrapper asks before it starts it, and the
   * bot before it says that it never was. True: it was decided as the caller wishes.
   */
  boolean decide(boolean start) throws IOException {
    String decision = start ? "start" : "never";
    Path written = path.resolve(DECISION + "." + UUID.randomUUID());
    PrivateFiles.createFile(written);
    Files.writeString(written, decision);
    try {
      Files.createLink(path.resolve(DECISION), written);
    } catch (FileAlreadyExistsException e) {
      // It was decided before, and stays as it is.
    }
    Files.delete(written);
    return Files.readString(path.resolve(DECISION)).equals(decision);
  }

  void requestStop() throws IOException {
    PrivateFiles.createFile(path.resolve(STOP));
  }

  boolean stopRequested() {
    return Files.exists(path.resolve(STOP));
  }

  /** What tells others that this process lives: it is lost with it, however that ends. */
  FileChannel holdAlive() throws IOException {
    PrivateFiles.createFile(path.resolve(ALIVE));
    FileChannel held = FileChannel.open(path.resolve(ALIVE), StandardOpenOption.WRITE);
    FileLock _ = held.lock();
    return held;
  }

  /** Whether the wrapper lives, as far as that can be told. */
  enum Life {
    LIVES,
    ENDED,
    /** An earlier version of the bot started it, which held no lock, and its pid is in use. */
    UNKNOWN
  }

  /** A pid could belong to another process by now; the lock can't. */
  Life life(Status status) throws IOException {
    synchronized (ONE_READER) {
      try (FileChannel channel = FileChannel.open(path.resolve(ALIVE), StandardOpenOption.READ);
          FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return free == null ? Life.LIVES : Life.ENDED;
      } catch (NoSuchFileException e) {
        boolean used = ProcessHandle.of(status.pid()).filter(ProcessHandle::isAlive).isPresent();
        return used ? Life.UNKNOWN : Life.ENDED;
      }
    }
  }

  /** Whether its end is known, or that there will be none. */
  boolean isOver() throws IOException {
    Optional<Status> status = status();
    return status.isEmpty()
        || status.get().exitCode().isPresent()
        || life(status.get()) == Life.ENDED;
  }

  /** When the wrapper wrote last how it stands, or else the bot what it asks for. */
  Instant changedAt() throws IOException {
    Path status = path.resolve(STATUS);
    return Files.getLastModifiedTime(Files.exists(status) ? status : path).toInstant();
  }

  /** Whether it holds what the bot and the wrapper write, and nothing else. */
  boolean isRecord() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return Files.exists(path.resolve(REQUEST))
          && files.allMatch(file -> OWN.matcher(String.valueOf(file.getFileName())).matches());
    }
  }

  void delete() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }

  OutputFile output() {
    return new OutputFile(path.resolve("output"), path.resolve("output.earlier"));
  }

  Path wrapperLog() {
    return path.resolve("wrapper.log");
  }

  private Properties read(String name) throws IOException {
    try (Reader in = Files.newBufferedReader(path.resolve(name))) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    }
  }

  /** Another process sees all of it or nothing. */
  private void write(String name, Properties properties) throws IOException {
    Path next = path.resolve(name + ".next");
    PrivateFiles.createFile(next);
    try (Writer out = Files.newBufferedWriter(next)) {
      properties.store(out, null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.move(next, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
