package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackOptions;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SlackChatTest extends ChatDelivery {
  @Nested
  class OpeningChannels {
    @Test
    void a_channel_is_opened_under_its_name() {
      Channel created = opened(fixture.incidents.declared(Optional.empty()), "inc-1-shop", false);
      assertThat(created.name()).isEqualTo("inc-1-shop");
      assertThat(created.own()).isTrue();
    }

    @Test
    void a_name_in_use_gets_a_number() {
      Incident state = fixture.incidents.declared(Optional.empty());
      opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", false).name()).isEqualTo("inc-1-shop-2");
    }

    @Test
    void after_a_crash_the_channel_is_found_again() {
      Incident state = fixture.incidents.declared(Optional.empty());
      Channel first = opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", true)).isEqualTo(first);
      assertThat(fixture.calls().stream().filter("conversations.create"::equals)).hasSize(1);
    }

    @Test
    void after_a_crash_a_channel_of_another_creator_is_not_used() {
      Incident state = fixture.incidents.declared(Optional.empty());
      assertThat(opened(state, "general", true).name()).isEqualTo("general-2");
    }

    @Test
    void without_the_scope_for_channels_the_incident_uses_the_incidents_channel() throws Exception {
      try (SlackAdapterFixture poor = new SlackAdapterFixture("channels:manage")) {
        Incident state = poor.incidents.declared(Optional.empty());
        Command reported = command(poor.deliver(state, new Effect.OpenChannel("inc-1-shop")));
        assertThat(reported).isInstanceOf(Command.ChannelRefused.class);
        Command.ChannelRefused refused = (Command.ChannelRefused) reported;
        assertThat(refused.why()).contains("missing_scope");
        assertThat(refused.fallback())
            .isEqualTo(new Channel(SlackAdapterFixture.INCIDENTS, "incidents", false));
      }
    }

    @Test
    void people_and_a_groups_members_are_invited_though_one_of_them_is_unknown() {
      Incident state = withChannel();
      Effect.Invite invite =
          new Effect.Invite(List.of("U0STAKEHOLD", "U0NOBODY"), Optional.of("@responders"));
      Chat.PermanentFailure refused =
          new Chat.PermanentFailure(
              "to invite who declared it",
              "user_not_found",
              Optional.of("Tell them by another way."));
      assertThat(fixture.deliver(state, invite)).isEqualTo(refused);
      assertThat(fixture.deliver(state, invite)).as("repeated").isEqualTo(refused);
      assertThat(
              fixture
                  .slack
                  .state("U0STAKEHOLD")
                  .getJsonArray("channels")
                  .getValuesAs(JsonObject.class)
                  .stream()
                  .filter(c -> c.getString("id").equals(channelOf(state)))
                  .findFirst()
                  .orElseThrow()
                  .getJsonArray("members")
                  .toString())
          .contains("U0REQUESTER", "U0APPROVER", "U0RESPONDER", "U0STAKEHOLD");
    }

    @Test
    void a_lead_who_can_not_be_invited_is_told_to_the_others() {
      Incident state = withChannel();
      String lead = state.details().declaration().lead();
      fixture.slack.faults().become(lead, Workspace.Membership.DEACTIVATED);
      Chat.DeliveryResult result =
          fixture.deliver(state, new Effect.Invite(List.of("U0STAKEHOLD", lead), Optional.empty()));
      assertThat(result)
          .isInstanceOfSatisfying(
              Chat.PermanentFailure.class,
              failure ->
                  assertThat(failure.what()).isEqualTo("to invite the lead into this channel"));
    }

    @Test
    void named_people_are_invited_though_the_group_is_unknown() {
      Incident state = withChannel();
      Chat.DeliveryResult result =
          fixture.deliver(state, new Effect.Invite(List.of("U0STAKEHOLD"), Optional.of("@nobody")));
      assertThat(result).isInstanceOf(Chat.PermanentFailure.class);
      assertThat(((Chat.PermanentFailure) result).why()).contains("There is no user group @nobody");
      assertThat(fixture.texts("U0STAKEHOLD", channelOf(state))).isNotEmpty();
    }

    @Test
    void a_long_topic_is_truncated() {
      Incident state = withChannel();
      assertThat(fixture.deliver(state, new Effect.SetTopic(RichText.of("x".repeat(400)))))
          .isInstanceOf(Chat.Completed.class);
      assertThat(fixture.texts("U0ROLLBACK", channelOf(state)).getLast()).contains("x".repeat(240));
    }

    @Test
    void a_refused_bookmark_is_no_failure() {
      assertThat(fixture.deliver(withChannel(), new Effect.Bookmark("Runbook", "not a link")))
          .isEqualTo(new Chat.Completed(Optional.empty()));
    }
  }

  @Nested
  class RateLimited {
    @Test
    void a_rate_limited_delivery_is_retried_later() {
      Incident state = withChannel();
      fixture.throttled.set(true);
      assertThat(fixture.deliver(state, post(Effect.Destination.CHANNEL, "Later")))
          .isInstanceOfSatisfying(
              Chat.RetryLater.class,
              retryLater ->
                  assertThat(retryLater.retryAfter())
                      .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void while_slack_is_down_every_delivery_is_retried() {
      Incident state = withChannel();
      fixture.stopSlack();
      for (Effect.ForChat effect :
          List.of(
              PANEL,
              CARD,
              post(Effect.Destination.CHANNEL, "Later"),
              new Effect.OpenChannel("inc-2"),
              new Effect.SetTopic(RichText.of("topic")))) {
        assertThat(fixture.deliver(state, effect))
            .as(effect.toString())
            .isInstanceOf(Chat.RetryLater.class);
      }
    }

    @Test
    void with_a_refused_token_the_delivery_is_retried() {
      SlackOptions options =
          SlackOptions.of(
              java.net.URI.create(fixture.address() + "/api/"),
              Secret.fixed("xoxb-wrong"),
              Optional.empty(),
              Optional.empty(),
              "#incidents",
              SlackAdapterFixture.ROLES_WITHIN,
              InboundLimits.defaults());
      Incident state = withChannel();
      try (SlackClient stranger = new SlackClient(options, fixture.incidents, Clock.systemUTC())) {
        assertThat(
                fixture
                    .chat(stranger, Clock.systemUTC())
                    .deliver(
                        new Chat.Delivery(
                            "k",
                            state,
                            post(Effect.Destination.CHANNEL, "Later"),
                            false,
                            () -> true)))
            .isInstanceOf(Chat.RetryLater.class);
        assertThat(stranger.problem().orElseThrow())
            .matches(p -> p.lasting() && p.text().contains("invalid_auth"))
            .matches(p -> !p.text().contains("xoxb-wrong"));
      }
      assertThat(fixture.client.problem()).isEmpty();
    }
  }
}
