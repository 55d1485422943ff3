package dev.rollbackbot.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.sandbox.machine.StandInProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stand-in of programs plays: jobs, and not the reading of commits. */
final class StandInProgramTest {
  @TempDir private Path folder;

  private static int run(Path program, List<String> arguments) throws Exception {
    List<String> call = Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    return new ProcessBuilder(call)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void reading_commits_makes_no_played_service_well() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer page =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    page.start();
    try {
      URI ask = URI.create("http://127.0.0.1:" + page.getAddress().getPort() + "/");
      Path program = StandInProgram.in(folder, ask);
      List<String> read =
          List.of("clone", "--bare", "--filter=tree:0", "--", "https://g.example/a", "h");
      assertThat(run(program, read)).isEqualTo(1);
      assertThat(asked).hasValue(0);
      assertThat(run(program, List.of("deploy", "--to", "v41"))).isZero();
      assertThat(asked).hasValue(1);
    } finally {
      page.stop(0);
    }
  }
}
