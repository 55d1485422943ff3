package dev.rollbackbot.slack.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.ChannelNames.ResolvedName;
import dev.rollbackbot.slack.SlackAdapterFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name that was resolved long ago: its channel may have another name by now. */
class ChannelLookupTest {
  private static final String PRODUCT = "C0PRODUCT";

  private final Instant now = Instant.now();
  private SlackAdapterFixture fixture;
  private ChannelLookup channels;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
    channels =
        new ChannelLookup(
            fixture.api, "incidents", fixture.incidents, Duration.ofSeconds(20), () -> now);
  }

  @AfterEach
  void stop() {
    channels.close();
    fixture.close();
  }

  private void resolved(String name, String id, Duration ago) {
    fixture.incidents.save(name, new ResolvedName(Optional.of(id), now.minus(ago)));
  }

  @Test
  void a_name_that_another_of_the_bots_channels_has_now_means_that_channel() {
    fixture.api.conversations().join(SlackAdapterFixture.INCIDENTS);
    resolved("incidents", PRODUCT, Duration.ofHours(2));
    assertThat(channels.id("#incidents")).isEqualTo(SlackResult.ok(SlackAdapterFixture.INCIDENTS));
  }

  @Test
  void a_renamed_channel_whose_old_name_nobody_has_is_still_meant() {
    resolved("updates", PRODUCT, Duration.ofHours(2));
    assertThat(channels.id("#updates")).isEqualTo(SlackResult.ok(PRODUCT));
  }

  @Test
  void a_channel_that_is_gone_leaves_its_name_to_another_one() {
    fixture.api.conversations().join(SlackAdapterFixture.INCIDENTS);
    resolved("incidents", "C0DELETED00", Duration.ofHours(2));
    assertThat(channels.id("#incidents")).isEqualTo(SlackResult.ok(SlackAdapterFixture.INCIDENTS));
  }

  @Test
  void a_name_that_was_resolved_lately_costs_no_call() {
    resolved("incidents", PRODUCT, Duration.ofMinutes(59));
    assertThat(channels.id("#incidents")).isEqualTo(SlackResult.ok(PRODUCT));
  }
}
