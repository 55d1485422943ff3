package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder for one checkout, which is deleted at the end, also when this process is asked to end.
 * What a process left that was killed is deleted by the next one: the lock of its folder is free.
 */
record OwnCheckout(Path folder, FileChannel held) implements AutoCloseable {
  private static final String PREFIX = RepositoryProgram.CHECKOUTS;
  private static final String LOCK = "lock";

  /** Younger than that, a folder may be one whose process is about to lock it. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  static OwnCheckout in(Path parent) throws IOException {
    deleteLeftOver(parent);
    Path folder = Files.createTempDirectory(parent, PREFIX);
    FileChannel held =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock _ = held.lock();
    OwnCheckout checkout = new OwnCheckout(folder, held);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                  checkout.delete();
                }));
    return checkout;
  }

  Path tree() {
    return folder.resolve("tree");
  }

  private static void deleteLeftOver(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path old : folders) {
        boolean young =
            Files.getLastModifiedTime(old).toInstant().isAfter(Instant.now().minus(YOUNG));
        if (!young && isFree(old)) {
          delete(old);
        }
      }
    }
  }

  private static boolean isFree(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private void delete() {
    try {
      delete(folder);
    } catch (IOException e) {
      System.out.println("The checkout can't be deleted now: " + e.getMessage());
    }
  }

  /** The lock is held to the end of this process: a part that is left is deleted by the next. */
  @Override
  public void close() {
    delete();
    try {
      held.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            // Some tools leave folders that can't be written to.
            boolean _ = directory.toFile().setWritable(true);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            Optional<IOException> failed = Optional.ofNullable(problem);
            if (failed.isPresent()) {
              throw failed.get();
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
