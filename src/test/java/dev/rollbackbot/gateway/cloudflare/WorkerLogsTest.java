package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogListener;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogStream;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedEvent;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tail of one Worker, over a real WebSocket. */
final class WorkerLogsTest {
  private static final String WORKER = CloudflareGatewayFixture.WORKER;

  private final List<Object> heard = Collections.synchronizedList(new ArrayList<>());
  private CloudflareGatewayFixture fixture;
  private FakeTailServer tails;
  private LogStream stream;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
    tails = new FakeTailServer();
    fixture.cloudflare.account.tailUrl = tails.url();
    CloudflareOptions options = CloudflareGatewayFixture.options(fixture.cloudflare, Waiting.LIMIT);
    stream =
        new WorkerLogs(new CloudflareProvider(options, InstantSource.system()), options)
            .open(
                "production",
                WORKER,
                new LogListener() {
                  @Override
                  public void happened(LoggedEvent event) {
                    heard.add(event);
                  }

                  @Override
                  public void sampled(boolean sampled) {
                    heard.add(sampled);
                  }
                });
  }

  @AfterEach
  void stop() throws Exception {
    stream.close();
    tails.end();
    fixture.stop();
  }

  @Test
  void lines_exceptions_and_how_it_ended_are_told_masked() throws Exception {
    tails.binary(
        WORKER,
        """
        {"outcome": "exceededCpu", "eventTimestamp": 1770000000123,
         "logs": [{"level": "warn", "message": ["slow for", "jo@example.com"]}],
         "exceptions": [{"name": "Error", "message": "D1_ERROR"}]}
        """);
    tails.text(WORKER, "{\"outcome\":\"canceled\"}");
    assertThat(heard)
        .containsExactly(
            new LoggedEvent(
                Optional.of(Instant.ofEpochMilli(1_770_000_000_123L)),
                true,
                List.of(
                    new LoggedLine("warn", "slow for [e-mail]"),
                    new LoggedLine("error", "Error: D1_ERROR"))),
            new LoggedEvent(Optional.empty(), false, List.of()));
  }

  @Test
  void that_only_a_part_is_told_is_told() throws Exception {
    tails.text(WORKER, "{\"event\":{\"type\":\"overload\",\"message\":\"Sampling\"}}");
    tails.text(WORKER, "{\"event\":{\"type\":\"overload-stop\",\"message\":\"All again\"}}");
    tails.text(WORKER, "half a mess");
    assertThat(heard).containsExactly(true, false, true, false);
  }

  @Test
  void it_knows_that_it_has_ended_and_deletes_its_tail() throws Exception {
    tails.text(WORKER, "{}");
    assertThat(stream.isOpen()).isTrue();
    tails.close(WORKER);
    assertThat(stream.isOpen()).isFalse();
    stream.close();
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }
}
