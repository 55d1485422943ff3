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
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.ResultPage;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.slack.client.SlackResult;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SlackChatTest {
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  private static final Effect.Refresh CARD = new Effect.Refresh(Effect.LiveMessage.CARD);

  private SlackAdapterFixture slackAdapterFixture;

  @BeforeEach
  void start() throws Exception {
    slackAdapterFixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    slackAdapterFixture.close();
  }

  private static Command told(Chat.DeliveryResult deliveryResult) {
    assertThat(deliveryResult).isInstanceOf(Chat.Completed.class);
    return ((Chat.Completed) deliveryResult).command().orElseThrow();
  }

  private Channel opened(Incident state, String name, boolean maybeDone) {
    Command told =
        told(slackAdapterFixture.deliver("open", state, new Effect.OpenChannel(name), maybeDone));
    assertThat(told).isInstanceOf(Command.ChannelOpened.class);
    return ((Command.ChannelOpened) told).channel();
  }

  /** An incident with a channel of its own. */
  private Incident housed() {
    Channel home =
        opened(
            slackAdapterFixture.inMemoryIncidents.declared(Optional.empty()), "inc-1-shop", false);
    return slackAdapterFixture.inMemoryIncidents.incident(house(home)).orElseThrow();
  }

  private dev.rollbackbot.incident.IncidentId house(Channel home) {
    var id = new dev.rollbackbot.incident.IncidentId(1);
    slackAdapterFixture.inMemoryIncidents.handle(
        "opened",
        id,
        new Command.ChannelOpened(
            SlackAdapterFixture.now(), dev.rollbackbot.incident.Actor.BOT, home));
    return id;
  }

  private static String home(Incident state) {
    return state.details().channel().orElseThrow().id();
  }

  private MessageRef panel(Incident state) {
    return slackAdapterFixture.inMemoryIncidents.find(state.details().id(), "panel").orElseThrow();
  }

  private static Effect.Post post(Effect.Destination destination, String text) {
    return new Effect.Post(destination, "", RichText.of(text));
  }

  private List<JsonObject> inHome(Incident state) {
    // The bot's own eyes: every channel that it is in.
    return slackAdapterFixture.messages("U0ROLLBACK", home(state));
  }

  private long posts(Incident state) {
    return inHome(state).stream().filter(m -> m.containsKey("metadata")).count();
  }

  @Nested
  class OpeningChannels {
    @Test
    void a_channel_is_opened_under_its_name() {
      Channel made =
          opened(
              slackAdapterFixture.inMemoryIncidents.declared(Optional.empty()),
              "inc-1-shop",
              false);
      assertThat(made.name()).isEqualTo("inc-1-shop");
      assertThat(made.own()).isTrue();
    }

    @Test
    void another_name_is_taken_when_it_is_in_use() {
      Incident state = slackAdapterFixture.inMemoryIncidents.declared(Optional.empty());
      opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", false).name()).isEqualTo("inc-1-shop-2");
    }

    @Test
    void after_a_crash_the_channel_is_found_again() {
      Incident state = slackAdapterFixture.inMemoryIncidents.declared(Optional.empty());
      Channel first = opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", true)).isEqualTo(first);
      assertThat(slackAdapterFixture.calls().stream().filter("conversations.create"::equals))
          .hasSize(1);
    }

    @Test
    void a_channel_of_somebody_else_is_not_taken_for_ours_after_a_crash() {
      Incident state = slackAdapterFixture.inMemoryIncidents.declared(Optional.empty());
      assertThat(opened(state, "general", true).name()).isEqualTo("general-2");
    }

    @Test
    void without_the_right_to_open_channels_it_lives_in_the_incidents_channel() throws Exception {
      try (SlackAdapterFixture poor = new SlackAdapterFixture("channels:manage")) {
        Incident state = poor.inMemoryIncidents.declared(Optional.empty());
        Command told = told(poor.deliver(state, new Effect.OpenChannel("inc-1-shop")));
        assertThat(told).isInstanceOf(Command.ChannelRefused.class);
        Command.ChannelRefused refused = (Command.ChannelRefused) told;
        assertThat(refused.why()).contains("missing_scope");
        assertThat(refused.fallback())
            .isEqualTo(new Channel(SlackAdapterFixture.INCIDENTS, "incidents", false));
      }
    }

    @Test
    void people_and_a_groups_members_are_invited_though_one_of_them_is_unknown() {
      Incident state = housed();
      Effect.Invite invite =
          new Effect.Invite(List.of("U0STAKEHOLD", "U0NOBODY"), Optional.of("@responders"));
      assertThat(slackAdapterFixture.deliver(state, invite))
          .isEqualTo(new Chat.Completed(Optional.empty()));
      assertThat(slackAdapterFixture.deliver(state, invite))
          .isEqualTo(new Chat.Completed(Optional.empty()));
      assertThat(
              Set.copyOf(
                  slackAdapterFixture
                              .api
                              .conversations()
                              .members(home(state), ResultPage.FIRST)
                              .then(p -> SlackResult.ok(p.items()))
                          instanceof SlackResult.Ok<List<String>>(List<String> all)
                      ? all
                      : List.of()))
          .contains("U0REQUESTER", "U0APPROVER", "U0RESPONDER", "U0STAKEHOLD");
    }

    @Test
    void the_people_named_come_though_the_group_is_unknown() {
      Incident state = housed();
      Chat.DeliveryResult came =
          slackAdapterFixture.deliver(
              state, new Effect.Invite(List.of("U0STAKEHOLD"), Optional.of("@nobody")));
      assertThat(came).isInstanceOf(Chat.PermanentFailure.class);
      assertThat(((Chat.PermanentFailure) came).why()).contains("There is no user group @nobody");
      assertThat(slackAdapterFixture.texts("U0STAKEHOLD", home(state))).isNotEmpty();
    }

    @Test
    void a_long_topic_is_cut() {
      Incident state = housed();
      assertThat(
              slackAdapterFixture.deliver(state, new Effect.SetTopic(RichText.of("x".repeat(400)))))
          .isInstanceOf(Chat.Completed.class);
      assertThat(slackAdapterFixture.texts("U0ROLLBACK", home(state)).getLast())
          .contains("x".repeat(240));
    }

    @Test
    void a_bookmark_that_slack_refuses_stops_nothing() {
      assertThat(
              slackAdapterFixture.deliver(housed(), new Effect.Bookmark("Runbook", "not a link")))
          .isEqualTo(new Chat.Completed(Optional.empty()));
    }
  }

  @Nested
  class UpdatingMessages {
    @Test
    void the_panel_is_posted_pinned_and_told_about() {
      Incident state = housed();
      assertThat(told(slackAdapterFixture.deliver(state, PANEL)))
          .isInstanceOfSatisfying(
              Command.LiveMessagePosted.class,
              s -> assertThat(s.message()).isEqualTo(Effect.LiveMessage.PANEL));
      assertThat(panel(state).channel()).isEqualTo(home(state));
      assertThat(slackAdapterFixture.calls()).contains("pins.add");
    }

    @Test
    void it_is_updated_in_place_from_then_on() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      slackAdapterFixture.deliver(state, PANEL);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(slackAdapterFixture.calls()).contains("chat.update");
    }

    @Test
    void after_a_crash_it_is_found_and_not_posted_again() {
      Incident state = housed();
      slackAdapterFixture.deliver("k", state, PANEL, false);
      MessageRef first = panel(state);
      slackAdapterFixture.inMemoryIncidents.forgetMessages();
      slackAdapterFixture.deliver("k", state, PANEL, true);
      assertThat(panel(state)).isEqualTo(first);
      assertThat(posts(state)).isEqualTo(1);
    }

    @Test
    void it_is_posted_anew_when_somebody_deleted_it() {
      Incident state = housed();
      slackAdapterFixture.inMemoryIncidents.save(
          state.details().id(), "panel", new MessageRef(home(state), "1.000001"));
      assertThat(slackAdapterFixture.deliver(state, PANEL)).isInstanceOf(Chat.Completed.class);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(panel(state).ts()).isNotEqualTo("1.000001");
    }

    @Test
    void the_card_stands_in_the_incidents_channel_and_is_not_pinned() {
      Incident state = housed();
      assertThat(told(slackAdapterFixture.deliver(state, CARD)))
          .isInstanceOf(Command.LiveMessagePosted.class);
      assertThat(
              slackAdapterFixture
                  .inMemoryIncidents
                  .find(state.details().id(), "card")
                  .orElseThrow()
                  .channel())
          .isEqualTo(SlackAdapterFixture.INCIDENTS);
      assertThat(slackAdapterFixture.calls()).doesNotContain("pins.add");
    }
  }

  @Nested
  class PostingMessages {
    @Test
    void a_line_goes_into_the_panels_thread() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      slackAdapterFixture.deliver(state, post(Effect.Destination.THREAD, "API is back on v41"));
      JsonObject line = inHome(state).getLast();
      assertThat(line.getString("text")).contains("API is back on v41");
      assertThat(line.getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void without_a_panel_it_goes_into_the_channel() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, post(Effect.Destination.THREAD, "No panel yet"));
      assertThat(inHome(state).getLast().containsKey("thread_ts")).isFalse();
    }

    @Test
    void what_may_have_been_posted_is_looked_for_first() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      for (Effect.Destination destination :
          List.of(Effect.Destination.CHANNEL, Effect.Destination.THREAD)) {
        slackAdapterFixture.deliver("once-" + destination, state, post(destination, "Once"), false);
        slackAdapterFixture.deliver("once-" + destination, state, post(destination, "Once"), true);
      }
      assertThat(inHome(state).stream().filter(m -> m.getString("text").contains("Once")))
          .hasSize(2);
    }

    @Test
    void what_was_never_posted_is_posted_though_it_may_have_been() {
      Incident state = housed();
      slackAdapterFixture.deliver(
          "never", state, post(Effect.Destination.CHANNEL, "Never said"), true);
      assertThat(inHome(state).getLast().getString("text")).contains("Never said");
    }

    @Test
    void stakeholders_are_told_in_a_channel_that_the_bot_joins() {
      Effect.Post post =
          new Effect.Post(Effect.Destination.STAKEHOLDERS, "#general", RichText.of("Orders fail"));
      assertThat(slackAdapterFixture.deliver(housed(), post)).isInstanceOf(Chat.Completed.class);
      assertThat(slackAdapterFixture.texts(SlackAdapterFixture.STAKEHOLDER, "C0GENERAL").getLast())
          .contains("Orders fail");
    }

    @Test
    void a_stakeholder_channel_that_is_not_there_is_named() {
      Effect.Post post =
          new Effect.Post(
              Effect.Destination.STAKEHOLDERS, "#customers", RichText.of("Orders fail"));
      assertThat(slackAdapterFixture.deliver(housed(), post))
          .isInstanceOfSatisfying(
              Chat.PermanentFailure.class,
              permanentFailure -> {
                assertThat(permanentFailure.what()).isEqualTo("the post to #customers");
                assertThat(permanentFailure.why()).contains("no channel #customers");
              });
    }

    @Test
    void an_archived_channels_posts_go_to_the_incidents_channel() throws Exception {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      slackAdapterFixture
          .api
          .sdk()
          .methods(slackAdapterFixture.slack.botToken())
          .conversationsArchive(r -> r.channel(home(state)));
      slackAdapterFixture.deliver(state, post(Effect.Destination.CHANNEL, "In the channel"));
      slackAdapterFixture.deliver(state, post(Effect.Destination.THREAD, "In the thread"));
      assertThat(
              slackAdapterFixture.texts(
                  SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS))
          .anyMatch(t -> t.contains("In the channel"))
          .anyMatch(t -> t.contains("In the thread"));
    }

    @Test
    void blocks_that_slack_refuses_cost_the_blocks_only() {
      LayoutBlock tooLong =
          SectionBlock.builder()
              .text(MarkdownTextObject.builder().text("x".repeat(4_000)).build())
              .build();
      SlackResult<MessageRef> said =
          new MessageSender(slackAdapterFixture.api)
              .postOnce(
                  MessageSender.MessageTarget.in(SlackAdapterFixture.INCIDENTS),
                  new OutgoingMessage("The words arrive", List.of(tooLong)),
                  new MessageSender.Idempotency("k", false, SlackAdapterFixture.now()));
      assertThat(said).isInstanceOf(SlackResult.Ok.class);
      assertThat(
              slackAdapterFixture
                  .texts(SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS)
                  .getLast())
          .isEqualTo("The words arrive");
    }
  }

  @Nested
  class UploadingFiles {
    private final Effect.Attach log =
        new Effect.Attach("INC-1/3", "logs.txt", RichText.of("What was logged"));

    private long shared(Incident state) {
      return inHome(state).stream().filter(m -> m.containsKey("files")).count();
    }

    @Test
    void what_a_job_captured_is_attached_to_the_thread_once() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      slackAdapterFixture.inMemoryIncidents.save("INC-1/3", "line one\nline two");
      assertThat(slackAdapterFixture.deliver("f", state, log, false))
          .isInstanceOf(Chat.Completed.class);
      assertThat(slackAdapterFixture.deliver("f", state, log, true))
          .isInstanceOf(Chat.Completed.class);
      assertThat(shared(state)).isEqualTo(1);
      assertThat(inHome(state).getLast().getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void the_post_mortem_is_made_of_what_happened() {
      Incident state = housed();
      slackAdapterFixture.deliver(state, PANEL);
      slackAdapterFixture.deliver(
          state, new Effect.AttachPostMortem("post-mortem.md", RichText.of("The draft")));
      assertThat(inHome(state).getLast().getJsonArray("files").toString())
          .contains("# Post-mortem INC-1");
    }

    @Test
    void nothing_captured_is_said_to_be_lost() {
      assertThat(slackAdapterFixture.deliver(housed(), log))
          .isInstanceOf(Chat.PermanentFailure.class);
    }
  }

  @Nested
  class RateLimited {
    @Test
    void a_limit_is_waited_out() {
      Incident state = housed();
      slackAdapterFixture.throttled.set(true);
      assertThat(slackAdapterFixture.deliver(state, post(Effect.Destination.CHANNEL, "Later")))
          .isInstanceOfSatisfying(
              Chat.RetryLater.class,
              retryLater ->
                  assertThat(retryLater.retryAfter())
                      .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void while_slack_is_away_nothing_is_lost() {
      Incident state = housed();
      slackAdapterFixture.slackGoesAway();
      for (Effect.ForChat effect :
          List.of(
              PANEL,
              CARD,
              post(Effect.Destination.CHANNEL, "Later"),
              new Effect.OpenChannel("inc-2"),
              new Effect.SetTopic(RichText.of("topic")))) {
        assertThat(slackAdapterFixture.deliver(state, effect))
            .as(effect.toString())
            .isInstanceOf(Chat.RetryLater.class);
      }
    }

    @Test
    void a_token_that_is_refused_loses_nothing_either() {
      SlackOptions options =
          SlackOptions.of(
              java.net.URI.create(slackAdapterFixture.address() + "/api/"),
              "xoxb-wrong",
              Optional.empty(),
              Optional.empty(),
              "#incidents",
              SlackAdapterFixture.ROLES_WITHIN,
              InboundLimits.defaults());
      Incident state = housed();
      try (SlackClient stranger = new SlackClient(options, Clock.systemUTC())) {
        assertThat(
                slackAdapterFixture
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
            .contains("invalid_auth")
            .doesNotContain("xoxb-wrong");
      }
      assertThat(slackAdapterFixture.client.problem()).isEmpty();
    }
  }
}
