package dev.rollbackbot.gateway.process;

import dev.rollbackbot.gateway.PrintedText;
import dev.rollbackbot.secret.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a program prints: the newest of it, in two files of bounded size. */
record OutputFile(Path newest, Path earlier) {
  private static final int MAX_BYTES = 4_000_000;
  private static final int BUFFER = 8_192;

  /**
   * Takes all that comes, until the end: a program whose output nobody takes stands still in the
   * middle of what it does. What can't be written is dropped, with all that follows it.
   */
  void copy(InputStream in) throws IOException {
    try {
      // Made before anything else: on a full disk nothing can be noted any more.
      PrivateFiles.createFile(unfinished());
      write(in);
      Files.delete(unfinished());
    } finally {
      var _ = in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Is there until all of the output is written, and for good if a part of it is lost. */
  private Path unfinished() {
    return newest.resolveSibling(newest.getFileName() + ".unfinished");
  }

  private void write(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int read = 0;
    while (read >= 0) {
      PrivateFiles.createFile(newest);
      try (OutputStream out = Files.newOutputStream(newest)) {
        long written = 0;
        while (written < MAX_BYTES && (read = in.read(buffer)) >= 0) {
          out.write(buffer, 0, read);
          written += read;
        }
      }
      if (read >= 0) {
        Files.move(newest, earlier, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The last bytes of a program that has ended; what is lost of it is said, and no half line. */
  PrintedText ended(int bytes) throws IOException {
    PrintedText end = end(bytes);
    return Files.exists(newest) && !Files.exists(unfinished())
        ? end
        : new PrintedText(end.text(), end.fromBeginning(), false);
  }

  /** The last bytes. */
  PrintedText end(int bytes) throws IOException {
    PrintedText end = end(newest, bytes);
    // Cut at its beginning, it does not follow on what is earlier.
    if (!end.fromBeginning() || end.text().length() >= bytes / 2 || !Files.exists(earlier)) {
      // The newest may begin in the middle of a line.
      return new PrintedText(end.text(), end.fromBeginning() && !Files.exists(earlier), true);
    }
    PrintedText before = end(earlier, bytes);
    return new PrintedText(before.text() + end.text(), before.fromBeginning(), true);
  }

  private static PrintedText end(Path file, int bytes) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - bytes));
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      boolean cut = channel.position() > 0;
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return new PrintedText(
          new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8), !cut, true);
    } catch (NoSuchFileException e) {
      return PrintedText.whole("");
    }
  }
}
