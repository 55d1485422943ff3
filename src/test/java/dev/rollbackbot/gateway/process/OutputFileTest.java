package dev.rollbackbot.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.gateway.PrintedText;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of what a program printed, in two files. */
final class OutputFileTest {
  private static final int BYTES = 1_000;

  @TempDir Path folder;

  private PrintedText end(String earlier, String newest) throws Exception {
    OutputFile file = new OutputFile(folder.resolve("newest"), folder.resolve("earlier"));
    Files.writeString(file.newest(), newest);
    Files.writeString(file.earlier(), earlier);
    return file.end(BYTES);
  }

  /** Each of these characters takes three bytes. */
  @Test
  void what_is_earlier_is_not_joined_to_an_end_that_is_cut() throws Exception {
    String secret = "password=hunter2hunter2\n";
    String rest = "€".repeat(325) + "\nthe end\n";
    for (int cut = 0; cut < secret.length(); cut++) {
      String newest = "x".repeat(BYTES) + " " + secret + "y".repeat(cut) + rest;
      assertThat(end("before\n", newest).masked(BYTES, List.of()))
          .startsWith("[The beginning is left out.]\n")
          .endsWith("the end\n")
          .doesNotContain("hunter", "ter2", "before");
    }
  }

  @Test
  void what_is_earlier_comes_before_a_short_end() throws Exception {
    assertThat(end("a line that goes", " on\n").masked(BYTES, List.of()))
        .isEqualTo("a line that goes on\n");
  }

  /** The folder is missing, as a disk that is full: nothing can be written. */
  @Test
  void what_can_not_be_written_is_taken_all_the_same() throws Exception {
    OutputFile file = new OutputFile(folder.resolve("gone/newest"), folder.resolve("gone/earlier"));
    ByteArrayInputStream printed = new ByteArrayInputStream(new byte[100_000]);
    assertThatThrownBy(() -> file.copy(printed)).isInstanceOf(IOException.class);
    assertThat(printed.available()).isZero();
    assertThat(file.ended(BYTES).masked(BYTES, List.of())).isEqualTo("[The rest is left out.]\n");
  }

  /** The last thing that a full disk took may be half a secret. */
  @Test
  void what_was_written_before_a_write_failed_ends_with_a_whole_line_and_the_loss_is_told()
      throws Exception {
    OutputFile file = new OutputFile(folder.resolve("output"), folder.resolve("output.earlier"));
    InputStream breaks =
        new SequenceInputStream(
            new ByteArrayInputStream("a line\npassword=hunt".getBytes(StandardCharsets.UTF_8)),
            new FilterInputStream(InputStream.nullInputStream()) {
              private boolean failed;

              @Override
              public int read(byte[] buffer, int from, int length) throws IOException {
                if (failed) {
                  return -1;
                }
                failed = true;
                throw new IOException("No space left on device");
              }
            });
    assertThatThrownBy(() -> file.copy(breaks)).isInstanceOf(IOException.class);
    assertThat(file.ended(BYTES).masked(BYTES, List.of()))
        .isEqualTo("a line\n[The rest is left out.]\n");
  }

  @Test
  void what_is_written_whole_is_whole() throws Exception {
    OutputFile file = new OutputFile(folder.resolve("output"), folder.resolve("output.earlier"));
    file.copy(new ByteArrayInputStream("a line\nand half".getBytes(StandardCharsets.UTF_8)));
    assertThat(file.ended(BYTES).masked(BYTES, List.of())).isEqualTo("a line\nand half");
  }
}
