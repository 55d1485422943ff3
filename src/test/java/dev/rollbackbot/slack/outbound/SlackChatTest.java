package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.slack.client.SlackResult;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SlackChatTest {
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  private static final Effect.Refresh CARD = new Effect.Refresh(Effect.LiveMessage.CARD);

  private SlackAdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static Command command(Chat.DeliveryResult deliveryResult) {
    assertThat(deliveryResult).isInstanceOf(Chat.Completed.class);
    return ((Chat.Completed) deliveryResult).command().orElseThrow();
  }

  private Channel opened(Incident state, String name, boolean maybeDone) {
    Command reported =
        command(fixture.deliver("open", state, new Effect.OpenChannel(name), maybeDone));
    assertThat(reported).isInstanceOf(Command.ChannelOpened.class);
    return ((Command.ChannelOpened) reported).channel();
  }

  /** An incident with a channel of its own. */
  private Incident withChannel() {
    Channel home = opened(fixture.incidents.declared(Optional.empty()), "inc-1-shop", false);
    return fixture.incidents.incident(house(home)).orElseThrow();
  }

  private dev.rollbackbot.incident.IncidentId house(Channel home) {
    var id = new dev.rollbackbot.incident.IncidentId(1);
    fixture.incidents.handle(
        "opened",
        id,
        new Command.ChannelOpened(
            SlackAdapterFixture.now(), dev.rollbackbot.incident.Actor.BOT, home));
    return id;
  }

  private static String channelOf(Incident state) {
    return state.details().channel().orElseThrow().id();
  }

  private MessageRef panel(Incident state) {
    return fixture.incidents.find(state.details().id(), "panel").orElseThrow();
  }

  private static Effect.Post post(Effect.Destination destination, String text) {
    return new Effect.Post(destination, "", RichText.of(text), Optional.empty());
  }

  private List<JsonObject> messagesOf(Incident state) {
    // The bot sees every channel that it is in.
    return fixture.messages("U0ROLLBACK", channelOf(state));
  }

  private long posts(Incident state) {
    return messagesOf(state).stream().filter(m -> m.containsKey("metadata")).count();
  }

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
      assertThat(fixture.deliver(state, invite)).isEqualTo(new Chat.Completed(Optional.empty()));
      assertThat(fixture.deliver(state, invite)).isEqualTo(new Chat.Completed(Optional.empty()));
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
  class UpdatingMessages {
    @Test
    void the_panel_is_posted_pinned_and_reported() {
      Incident state = withChannel();
      assertThat(command(fixture.deliver(state, PANEL)))
          .isInstanceOfSatisfying(
              Command.LiveMessagePosted.class,
              s -> assertThat(s.message()).isEqualTo(Effect.LiveMessage.PANEL));
      assertThat(panel(state).channel()).isEqualTo(channelOf(state));
      assertThat(fixture.calls()).contains("pins.add");
    }

    @Test
    void an_existing_panel_is_updated_in_place() {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      fixture.deliver(state, PANEL);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(fixture.calls()).contains("chat.update");
    }

    @Test
    void after_a_crash_the_panel_is_found_and_not_posted_again() {
      Incident state = withChannel();
      fixture.deliver("k", state, PANEL, false);
      MessageRef first = panel(state);
      fixture.incidents.forgetMessages();
      fixture.deliver("k", state, PANEL, true);
      assertThat(panel(state)).isEqualTo(first);
      assertThat(posts(state)).isEqualTo(1);
    }

    @Test
    void a_deleted_panel_is_posted_again() {
      Incident state = withChannel();
      fixture.incidents.save(
          state.details().id(), "panel", new MessageRef(channelOf(state), "1.000001"));
      assertThat(fixture.deliver(state, PANEL)).isInstanceOf(Chat.Completed.class);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(panel(state).ts()).isNotEqualTo("1.000001");
    }

    @Test
    void the_card_is_in_the_incidents_channel_and_not_pinned() {
      Incident state = withChannel();
      assertThat(command(fixture.deliver(state, CARD)))
          .isInstanceOf(Command.LiveMessagePosted.class);
      assertThat(fixture.incidents.find(state.details().id(), "card").orElseThrow().channel())
          .isEqualTo(SlackAdapterFixture.INCIDENTS);
      assertThat(fixture.calls()).doesNotContain("pins.add");
    }
  }

  @Nested
  class PostingMessages {
    @Test
    void a_line_goes_into_the_panels_thread() {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      fixture.deliver(state, post(Effect.Destination.THREAD, "API is back on v41"));
      JsonObject line = messagesOf(state).getLast();
      assertThat(line.getString("text")).contains("API is back on v41");
      assertThat(line.getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void without_a_panel_the_line_goes_into_the_channel() {
      Incident state = withChannel();
      fixture.deliver(state, post(Effect.Destination.THREAD, "No panel yet"));
      assertThat(messagesOf(state).getLast().containsKey("thread_ts")).isFalse();
    }

    @Test
    void a_post_that_may_exist_is_searched_first() {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      for (Effect.Destination destination :
          List.of(Effect.Destination.CHANNEL, Effect.Destination.THREAD)) {
        fixture.deliver("once-" + destination, state, post(destination, "Once"), false);
        fixture.deliver("once-" + destination, state, post(destination, "Once"), true);
      }
      assertThat(messagesOf(state).stream().filter(m -> m.getString("text").contains("Once")))
          .hasSize(2);
    }

    @Test
    void a_post_that_is_not_found_is_sent() {
      Incident state = withChannel();
      fixture.deliver("never", state, post(Effect.Destination.CHANNEL, "Never said"), true);
      assertThat(messagesOf(state).getLast().getString("text")).contains("Never said");
    }

    @Test
    void the_bot_joins_the_stakeholders_channel_to_post_there() {
      Effect.Post post =
          new Effect.Post(
              Effect.Destination.STAKEHOLDERS,
              "#general",
              RichText.of("Orders fail"),
              Optional.empty());
      assertThat(fixture.deliver(withChannel(), post)).isInstanceOf(Chat.Completed.class);
      assertThat(fixture.texts(SlackAdapterFixture.STAKEHOLDER, "C0GENERAL").getLast())
          .contains("Orders fail");
    }

    @Test
    void an_unknown_stakeholder_channel_is_named() {
      Effect.Post post =
          new Effect.Post(
              Effect.Destination.STAKEHOLDERS,
              "#customers",
              RichText.of("Orders fail"),
              Optional.empty());
      assertThat(fixture.deliver(withChannel(), post))
          .isInstanceOfSatisfying(
              Chat.DestinationBlocked.class,
              blocked -> {
                assertThat(blocked.what()).isEqualTo("the post to #customers");
                assertThat(blocked.why()).contains("no channel #customers");
                assertThat(blocked.remedy()).contains("must be corrected in the runbook");
              });
    }

    @Test
    void posts_to_an_archived_channel_go_to_the_incidents_channel() throws Exception {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      fixture
          .api
          .sdk()
          .methods(fixture.slack.botToken())
          .conversationsArchive(r -> r.channel(channelOf(state)));
      assertThat(fixture.deliver(state, post(Effect.Destination.CHANNEL, "In the channel")))
          .isInstanceOfSatisfying(
              Chat.CompletedElsewhere.class,
              told -> assertThat(told.remedy()).contains("unarchive"));
      fixture.deliver(state, post(Effect.Destination.THREAD, "In the thread"));
      assertThat(fixture.texts(SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS))
          .anyMatch(t -> t.contains("In the channel"))
          .anyMatch(t -> t.contains("In the thread"));
    }

    @Test
    void with_refused_blocks_the_text_is_sent_alone() {
      LayoutBlock tooLong =
          SectionBlock.builder()
              .text(MarkdownTextObject.builder().text("x".repeat(4_000)).build())
              .build();
      SlackResult<MessageRef> posted =
          new MessageSender(fixture.api)
              .postOnce(
                  MessageSender.MessageTarget.in(SlackAdapterFixture.INCIDENTS),
                  new OutgoingMessage("The words arrive", List.of(tooLong)),
                  new MessageSender.Idempotency("k", false, SlackAdapterFixture.now()));
      assertThat(posted).isInstanceOf(SlackResult.Ok.class);
      assertThat(
              fixture.texts(SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS).getLast())
          .isEqualTo("The words arrive");
    }
  }

  @Nested
  class UploadingFiles {
    private final Effect.Attach log =
        new Effect.Attach("INC-1/3", "logs.txt", RichText.of("What was logged"));

    private long shared(Incident state) {
      return messagesOf(state).stream().filter(m -> m.containsKey("files")).count();
    }

    @Test
    void a_captured_log_is_attached_to_the_thread_once() {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      fixture.incidents.save("INC-1/3", "line one\nline two");
      assertThat(fixture.deliver("f", state, log, false)).isInstanceOf(Chat.Completed.class);
      assertThat(fixture.deliver("f", state, log, true)).isInstanceOf(Chat.Completed.class);
      assertThat(shared(state)).isEqualTo(1);
      assertThat(messagesOf(state).getLast().getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void the_post_mortem_is_made_from_the_events() {
      Incident state = withChannel();
      fixture.deliver(state, PANEL);
      fixture.deliver(
          state, new Effect.AttachPostMortem("post-mortem.md", RichText.of("The draft")));
      assertThat(messagesOf(state).getLast().getJsonArray("files").toString())
          .contains("# Post-mortem INC-1");
    }

    @Test
    void a_missing_log_is_a_permanent_failure() {
      assertThat(fixture.deliver(withChannel(), log)).isInstanceOf(Chat.PermanentFailure.class);
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
