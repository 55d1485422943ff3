package dev.rollbackbot.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A credential in a file, read again when the file changes, so that a rotated one needs no restart.
 * The last valid value stays in use while the file is missing or holds something else.
 */
public final class SecretFile implements Secret {
  private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
  private static final int MAX_BYTES = 64 * 1024;

  private final String name;
  private final Path file;
  private final Function<String, Optional<String>> check;
  private volatile FileContent current;

  private SecretFile(
      String name, Path file, Function<String, Optional<String>> check, FileContent current) {
    this.name = name;
    this.file = file;
    this.check = check;
    this.current = current;
  }

  /** Identifies a version of the file. Kubernetes replaces the file that a link points to. */
  private record FileVersion(FileTime modified, long size, @Nullable Object key) {
    static FileVersion of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileVersion(
          attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /**
   * The value in use and the version of the file that was looked at last.
   *
   * @param version empty: the file could not be read
   */
  private record FileContent(Optional<FileVersion> version, String value) {}

  /**
   * Reads the file for the first time.
   *
   * @param name of the setting, for messages
   * @param check what is wrong with a value, without repeating it
   * @throws UnusableSecret with a sentence for the operator
   */
  public static SecretFile open(String name, Path file, Function<String, Optional<String>> check) {
    try {
      FileVersion version = FileVersion.of(file);
      String value = read(file);
      Optional<String> problem = check.apply(value);
      if (problem.isPresent()) {
        throw new UnusableSecret(
            name + " names the file " + file + ", whose content " + problem.get());
      }
      KnownSecrets.addRotated(value);
      SecretFile out =
          new SecretFile(name, file, check, new FileContent(Optional.of(version), value));
      out.values().forEach(KnownSecrets::addRotated);
      return out;
    } catch (IOException e) {
      throw new UnusableSecret(name + " names the file " + file + ", which " + why(e) + ".");
    }
  }

  @Override
  public String value() {
    Optional<FileVersion> version = version();
    if (!version.equals(current.version())) {
      update(version);
    }
    return current.value();
  }

  private Optional<FileVersion> version() {
    try {
      return Optional.of(FileVersion.of(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Remembers what it looked at, so that one bad version of the file is logged once. */
  private synchronized void update(Optional<FileVersion> version) {
    if (version.equals(current.version())) {
      return;
    }
    try {
      String value = read(file);
      Optional<String> problem = check.apply(value);
      if (problem.isEmpty()) {
        current = new FileContent(version, value);
        KnownSecrets.addRotated(value);
        values().forEach(KnownSecrets::addRotated);
        LOG.info("secret read again setting={} file={}", name, file);
        return;
      }
      LOG.warn(
          "secret not changed, the file can't be used setting={} file={} problem={}",
          name,
          file,
          problem.get());
    } catch (IOException e) {
      LOG.warn("secret not changed setting={} file={} problem=it {}", name, file, why(e));
    }
    current = new FileContent(version, current.value());
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  private static String why(IOException exception) {
    return exception instanceof NoSuchFileException
        ? "does not exist"
        : "can't be read (" + exception.getClass().getSimpleName() + ")";
  }

  @Override
  public String toString() {
    return "[secret in " + file + "]";
  }

  /** A file that holds no usable value at the start; the message contains no secret. */
  public static final class UnusableSecret extends RuntimeException {
    UnusableSecret(String message) {
      super(message);
    }
  }
}
