package dev.rollbackbot.gateway.metric.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogListener;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogStream;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedEvent;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedLine;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The logs of one Worker, second by second. */
final class LogCountSourceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ERRORS = "lines web 1m level error";

  private final PlayedStreams streams = new PlayedStreams();
  private Instant now = NOON;
  private final LogCountSource source = new LogCountSource(streams, () -> now);

  @AfterEach
  void close() {
    source.close();
  }

  private static final class PlayedStreams implements LogStreams {
    final List<PlayedStream> opened = new ArrayList<>();
    boolean away;

    @Override
    public String name() {
      return "the logs";
    }

    @Override
    public LogStream open(String environment, String service, LogListener listener)
        throws ProviderReadException {
      if (away) {
        throw new ProviderReadException(FailureKind.UNREACHABLE, "no-stream", "It is away.");
      }
      opened.add(new PlayedStream(environment, service, listener));
      return opened.getLast();
    }

    PlayedStream last() {
      return opened.getLast();
    }
  }

  private static final class PlayedStream implements LogStream {
    final String environment;
    final String service;
    final LogListener listener;
    boolean open = true;

    PlayedStream(String environment, String service, LogListener listener) {
      this.environment = environment;
      this.service = service;
      this.listener = listener;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private MetricAnswer ask(String query) {
    return source.in("live").ask(query, now);
  }

  private void seconds(int count) {
    now = now.plusSeconds(count);
  }

  private void runs(boolean failed, LoggedLine... lines) {
    streams.last().listener.happened(new LoggedEvent(Optional.empty(), failed, List.of(lines)));
  }

  private static LoggedLine line(String level, String text) {
    return new LoggedLine(level, text);
  }

  private static MetricValue value(int number) {
    return new MetricValue(BigDecimal.valueOf(number));
  }

  private static void assertInconclusive(MetricAnswer answer, String reason) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            NotMeasured.class, not -> assertThat(not.reason()).contains(reason));
  }

  @Test
  void a_window_that_was_not_heard_from_its_beginning_counts_nothing() {
    assertInconclusive(ask(ERRORS), "its logs are listened to since 12:00:00 UTC only");
    seconds(30);
    runs(true, line("error", "no table"));
    assertInconclusive(ask(ERRORS), "since 12:00:00 UTC only");
    seconds(31);
    assertThat(ask(ERRORS)).isEqualTo(value(1));
  }

  @Test
  void no_line_while_it_ran_is_zero_and_not_having_run_is_no_data() {
    ask(ERRORS);
    seconds(61);
    assertThat(ask(ERRORS)).isEqualTo(new NoData());
    runs(false, line("log", "done"));
    seconds(1);
    assertThat(ask(ERRORS)).isEqualTo(value(0));
    seconds(60);
    assertThat(ask(ERRORS)).isEqualTo(new NoData());
  }

  @Test
  void lines_events_and_failures_are_counted_each() {
    List<String> queries =
        List.of(
            ERRORS,
            "lines web 1m",
            "lines web 1m like *D1*",
            "lines web 1m level error like *D1*",
            "events web 1m",
            "failures web 1m");
    queries.forEach(this::ask);
    seconds(61);
    runs(false, line("log", "asks D1"), line("error", "no answer"));
    runs(true, line("error", "D1_ERROR: no table"));
    runs(false);
    seconds(1);
    assertThat(queries.stream().map(this::ask))
        .containsExactly(value(2), value(3), value(2), value(1), value(3), value(1));
  }

  @Test
  void an_event_counts_when_it_began_and_not_when_it_was_told() {
    ask(ERRORS);
    seconds(120);
    runs(false);
    streams
        .last()
        .listener
        .happened(
            new LoggedEvent(
                Optional.of(now.minusSeconds(61)), true, List.of(line("error", "late"))));
    seconds(1);
    assertThat(ask(ERRORS)).isEqualTo(value(0));
    assertThat(source.in("live").ask(ERRORS, now.minusSeconds(30))).isEqualTo(value(1));
  }

  @Test
  void a_stream_that_has_ended_is_opened_again_and_its_gap_is_no_zero() {
    ask(ERRORS);
    seconds(61);
    runs(false);
    PlayedStream first = streams.last();
    first.open = false;
    seconds(1);
    assertInconclusive(ask(ERRORS), "since 12:01:02 UTC only");
    assertThat(streams.opened).hasSize(2);
    first.listener.happened(
        new LoggedEvent(Optional.empty(), true, List.of(line("error", "of the old stream"))));
    runs(false);
    seconds(61);
    runs(false);
    seconds(1);
    assertThat(ask(ERRORS)).isEqualTo(value(0));
  }

  @Test
  void what_is_told_in_part_only_is_not_counted() {
    ask(ERRORS);
    seconds(61);
    runs(false);
    streams.last().listener.sampled(true);
    seconds(1);
    assertInconclusive(ask(ERRORS), "only a part of its logs is told");
    seconds(120);
    runs(false);
    assertInconclusive(ask(ERRORS), "only a part of its logs is told");
    streams.last().listener.sampled(false);
    seconds(62);
    runs(false);
    seconds(1);
    assertThat(ask(ERRORS)).isEqualTo(value(0));
  }

  @Test
  void each_environment_is_listened_to_with_its_own_credential() {
    ask(ERRORS);
    source.in("staging").ask(ERRORS, now);
    ask("events web 1m");
    assertThat(streams.opened)
        .extracting(stream -> stream.environment + " " + stream.service)
        .containsExactly("live web", "staging web");
  }

  @Test
  void a_stream_that_does_not_open_is_not_measured_and_tried_again() {
    streams.away = true;
    assertInconclusive(ask(ERRORS), "It is away.");
    streams.away = false;
    assertInconclusive(ask(ERRORS), "only");
    assertThat(streams.opened).hasSize(1);
  }

  @Test
  void it_listens_as_long_as_somebody_asks() {
    ask(ERRORS);
    seconds(1100);
    source.closeUnasked();
    assertThat(streams.last().open).isTrue();
    ask(ERRORS);
    seconds(1100);
    source.closeUnasked();
    assertThat(streams.last().open).isTrue();
    seconds(200);
    source.closeUnasked();
    assertThat(streams.last().open).isFalse();
  }

  @Test
  void it_listens_to_a_bounded_number_of_services() {
    for (int i = 0; i < 20; i++) {
      ask("events web-%d 1m".formatted(i));
    }
    assertInconclusive(ask("events more 1m"), "logs of 20 services are listened to already");
    assertThat(streams.opened).hasSize(20);
  }

  @Test
  void trying_it_out_opens_a_stream_and_leaves_none() {
    assertThat(source.in("live").tryOut(ERRORS, now)).isEqualTo(value(1));
    assertThat(streams.last().open).isFalse();
    streams.away = true;
    assertInconclusive(source.in("live").tryOut(ERRORS, now), "It is away.");
  }

  @Test
  void what_was_counted_long_ago_is_forgotten() {
    ask("lines web 1h");
    seconds(10);
    runs(false, line("log", "early"));
    seconds((int) Duration.ofHours(2).toSeconds());
    runs(false, line("log", "late"));
    seconds(1);
    assertThat(ask("lines web 1h")).isEqualTo(value(1));
    assertThat(source.in("live").ask("lines web 1h", NOON.plusSeconds(3700)))
        .isEqualTo(new NoData());
  }
}
