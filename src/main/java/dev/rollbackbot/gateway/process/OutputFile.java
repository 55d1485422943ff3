package dev.rollbackbot.gateway.process;

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

  /** Copies all that comes, until the end. */
  void copy(InputStream in) throws IOException {
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

  /** The last bytes as text, from the beginning of a line. */
  String end(int bytes) throws IOException {
    String end = end(newest, bytes);
    return end.length() < bytes / 2 ? end(earlier, bytes) + end : end;
  }

  private static String end(Path file, int bytes) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - bytes));
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      boolean cut = channel.position() > 0;
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      String end = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      // Half a line could begin with half a secret, which nobody would recognise.
      return cut ? end.substring(end.indexOf('\n') + 1) : end;
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
