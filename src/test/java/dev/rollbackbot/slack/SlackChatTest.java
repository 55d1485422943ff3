package dev.rollbackbot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Limits;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SlackChatTest {
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.Surface.PANEL);
  private static final Effect.Refresh CARD = new Effect.Refresh(Effect.Surface.CARD);

  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Command told(Chat.Delivered delivered) {
    assertThat(delivered).isInstanceOf(Chat.Done.class);
    return ((Chat.Done) delivered).tell().orElseThrow();
  }

  private Channel opened(Incident state, String name, boolean maybeDone) {
    Command told = told(rig.deliver("open", state, new Effect.OpenChannel(name), maybeDone));
    assertThat(told).isInstanceOf(Command.ChannelOpened.class);
    return ((Command.ChannelOpened) told).channel();
  }

  /** An incident with a channel of its own. */
  private Incident housed() {
    Channel home = opened(rig.memory.declared(Optional.empty()), "inc-1-shop", false);
    return rig.memory.incident(house(home)).orElseThrow();
  }

  private dev.rollbackbot.incident.IncidentId house(Channel home) {
    var id = new dev.rollbackbot.incident.IncidentId(1);
    rig.memory.handle(
        "opened",
        id,
        new Command.ChannelOpened(Rig.now(), dev.rollbackbot.incident.Actor.BOT, home));
    return id;
  }

  private static String home(Incident state) {
    return state.facts().channel().orElseThrow().id();
  }

  private MessageRef panel(Incident state) {
    return rig.memory.find(state.facts().id(), "panel").orElseThrow();
  }

  private static Effect.Post post(Effect.Place place, String text) {
    return new Effect.Post(place, "", Prose.of(text));
  }

  private List<JsonObject> inHome(Incident state) {
    // The bot's own eyes: every channel that it is in.
    return rig.messages("U0ROLLBACK", home(state));
  }

  private long posts(Incident state) {
    return inHome(state).stream().filter(m -> m.containsKey("metadata")).count();
  }

  @Nested
  class Housing {
    @Test
    void a_channel_is_opened_under_its_name() {
      Channel made = opened(rig.memory.declared(Optional.empty()), "inc-1-shop", false);
      assertThat(made.name()).isEqualTo("inc-1-shop");
      assertThat(made.own()).isTrue();
    }

    @Test
    void another_name_is_taken_when_it_is_in_use() {
      Incident state = rig.memory.declared(Optional.empty());
      opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", false).name()).isEqualTo("inc-1-shop-2");
    }

    @Test
    void after_a_crash_the_channel_is_found_again() {
      Incident state = rig.memory.declared(Optional.empty());
      Channel first = opened(state, "inc-1-shop", false);
      assertThat(opened(state, "inc-1-shop", true)).isEqualTo(first);
      assertThat(rig.calls().stream().filter("conversations.create"::equals)).hasSize(1);
    }

    @Test
    void a_channel_of_somebody_else_is_not_taken_for_ours_after_a_crash() {
      Incident state = rig.memory.declared(Optional.empty());
      assertThat(opened(state, "general", true).name()).isEqualTo("general-2");
    }

    @Test
    void without_the_right_to_open_channels_it_lives_in_the_incidents_channel() throws Exception {
      try (Rig poor = new Rig("channels:manage")) {
        Incident state = poor.memory.declared(Optional.empty());
        Command told = told(poor.deliver(state, new Effect.OpenChannel("inc-1-shop")));
        assertThat(told).isInstanceOf(Command.ChannelRefused.class);
        Command.ChannelRefused refused = (Command.ChannelRefused) told;
        assertThat(refused.why()).contains("missing_scope");
        assertThat(refused.fallback()).isEqualTo(new Channel(Rig.INCIDENTS, "incidents", false));
      }
    }

    @Test
    void people_and_a_groups_members_are_invited_though_one_of_them_is_unknown() {
      Incident state = housed();
      Effect.Invite invite =
          new Effect.Invite(List.of("U0STAKEHOLD", "U0NOBODY"), Optional.of("@responders"));
      assertThat(rig.deliver(state, invite)).isEqualTo(new Chat.Done(Optional.empty()));
      assertThat(rig.deliver(state, invite)).isEqualTo(new Chat.Done(Optional.empty()));
      assertThat(
              Set.copyOf(
                  rig.api.members(home(state), "").then(p -> Reply.ok(p.items()))
                          instanceof Reply.Ok<List<String>>(List<String> all)
                      ? all
                      : List.of()))
          .contains("U0REQUESTER", "U0APPROVER", "U0RESPONDER", "U0STAKEHOLD");
    }

    @Test
    void the_people_named_come_though_the_group_is_unknown() {
      Incident state = housed();
      Chat.Delivered came =
          rig.deliver(state, new Effect.Invite(List.of("U0STAKEHOLD"), Optional.of("@nobody")));
      assertThat(came).isInstanceOf(Chat.Lost.class);
      assertThat(((Chat.Lost) came).why()).contains("There is no user group @nobody");
      assertThat(rig.texts("U0STAKEHOLD", home(state))).isNotEmpty();
    }

    @Test
    void a_long_topic_is_cut() {
      Incident state = housed();
      assertThat(rig.deliver(state, new Effect.SetTopic(Prose.of("x".repeat(400)))))
          .isInstanceOf(Chat.Done.class);
      assertThat(rig.texts("U0ROLLBACK", home(state)).getLast()).contains("x".repeat(240));
    }

    @Test
    void a_bookmark_that_slack_refuses_stops_nothing() {
      assertThat(rig.deliver(housed(), new Effect.Bookmark("Runbook", "not a link")))
          .isEqualTo(new Chat.Done(Optional.empty()));
    }
  }

  @Nested
  class Drawing {
    @Test
    void the_panel_is_posted_pinned_and_told_about() {
      Incident state = housed();
      assertThat(told(rig.deliver(state, PANEL)))
          .isInstanceOfSatisfying(
              Command.Shown.class, s -> assertThat(s.surface()).isEqualTo(Effect.Surface.PANEL));
      assertThat(panel(state).channel()).isEqualTo(home(state));
      assertThat(rig.calls()).contains("pins.add");
    }

    @Test
    void it_is_updated_in_place_from_then_on() {
      Incident state = housed();
      rig.deliver(state, PANEL);
      rig.deliver(state, PANEL);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(rig.calls()).contains("chat.update");
    }

    @Test
    void after_a_crash_it_is_found_and_not_posted_again() {
      Incident state = housed();
      rig.deliver("k", state, PANEL, false);
      MessageRef first = panel(state);
      rig.memory.forgetMessages();
      rig.deliver("k", state, PANEL, true);
      assertThat(panel(state)).isEqualTo(first);
      assertThat(posts(state)).isEqualTo(1);
    }

    @Test
    void it_is_posted_anew_when_somebody_deleted_it() {
      Incident state = housed();
      rig.memory.save(state.facts().id(), "panel", new MessageRef(home(state), "1.000001"));
      assertThat(rig.deliver(state, PANEL)).isInstanceOf(Chat.Done.class);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(panel(state).ts()).isNotEqualTo("1.000001");
    }

    @Test
    void the_card_stands_in_the_incidents_channel_and_is_not_pinned() {
      Incident state = housed();
      assertThat(told(rig.deliver(state, CARD))).isInstanceOf(Command.Shown.class);
      assertThat(rig.memory.find(state.facts().id(), "card").orElseThrow().channel())
          .isEqualTo(Rig.INCIDENTS);
      assertThat(rig.calls()).doesNotContain("pins.add");
    }
  }

  @Nested
  class Saying {
    @Test
    void a_line_goes_into_the_panels_thread() {
      Incident state = housed();
      rig.deliver(state, PANEL);
      rig.deliver(state, post(Effect.Place.THREAD, "API is back on v41"));
      JsonObject line = inHome(state).getLast();
      assertThat(line.getString("text")).contains("API is back on v41");
      assertThat(line.getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void without_a_panel_it_goes_into_the_channel() {
      Incident state = housed();
      rig.deliver(state, post(Effect.Place.THREAD, "No panel yet"));
      assertThat(inHome(state).getLast().containsKey("thread_ts")).isFalse();
    }

    @Test
    void what_may_have_been_posted_is_looked_for_first() {
      Incident state = housed();
      rig.deliver(state, PANEL);
      for (Effect.Place place : List.of(Effect.Place.CHANNEL, Effect.Place.THREAD)) {
        rig.deliver("once-" + place, state, post(place, "Once"), false);
        rig.deliver("once-" + place, state, post(place, "Once"), true);
      }
      assertThat(inHome(state).stream().filter(m -> m.getString("text").contains("Once")))
          .hasSize(2);
    }

    @Test
    void what_was_never_posted_is_posted_though_it_may_have_been() {
      Incident state = housed();
      rig.deliver("never", state, post(Effect.Place.CHANNEL, "Never said"), true);
      assertThat(inHome(state).getLast().getString("text")).contains("Never said");
    }

    @Test
    void stakeholders_are_told_in_a_channel_that_the_bot_joins() {
      Effect.Post post =
          new Effect.Post(Effect.Place.STAKEHOLDERS, "#general", Prose.of("Orders fail"));
      assertThat(rig.deliver(housed(), post)).isInstanceOf(Chat.Done.class);
      assertThat(rig.texts(Rig.STAKEHOLDER, "C0GENERAL").getLast()).contains("Orders fail");
    }

    @Test
    void a_stakeholder_channel_that_is_not_there_is_named() {
      Effect.Post post =
          new Effect.Post(Effect.Place.STAKEHOLDERS, "#customers", Prose.of("Orders fail"));
      assertThat(rig.deliver(housed(), post))
          .isInstanceOfSatisfying(
              Chat.Lost.class,
              lost -> {
                assertThat(lost.what()).isEqualTo("the post to #customers");
                assertThat(lost.why()).contains("no channel #customers");
              });
    }

    @Test
    void an_archived_channels_posts_go_to_the_incidents_channel() throws Exception {
      Incident state = housed();
      rig.deliver(state, PANEL);
      rig.api.sdk().methods(rig.slack.botToken()).conversationsArchive(r -> r.channel(home(state)));
      rig.deliver(state, post(Effect.Place.CHANNEL, "In the channel"));
      rig.deliver(state, post(Effect.Place.THREAD, "In the thread"));
      assertThat(rig.texts(Rig.APPROVER, Rig.INCIDENTS))
          .anyMatch(t -> t.contains("In the channel"))
          .anyMatch(t -> t.contains("In the thread"));
    }

    @Test
    void blocks_that_slack_refuses_cost_the_blocks_only() {
      LayoutBlock tooLong =
          SectionBlock.builder()
              .text(MarkdownTextObject.builder().text("x".repeat(4_000)).build())
              .build();
      Reply<MessageRef> said =
          new Voice(rig.api)
              .say(
                  Voice.Spot.in(Rig.INCIDENTS),
                  new Draft("The words arrive", List.of(tooLong)),
                  new Voice.Once("k", false, Rig.now()));
      assertThat(said).isInstanceOf(Reply.Ok.class);
      assertThat(rig.texts(Rig.APPROVER, Rig.INCIDENTS).getLast()).isEqualTo("The words arrive");
    }
  }

  @Nested
  class Attaching {
    private final Effect.Attach log =
        new Effect.Attach("INC-1/3", "logs.txt", Prose.of("What was logged"));

    private long shared(Incident state) {
      return inHome(state).stream().filter(m -> m.containsKey("files")).count();
    }

    @Test
    void what_a_job_captured_is_attached_to_the_thread_once() {
      Incident state = housed();
      rig.deliver(state, PANEL);
      rig.memory.save("INC-1/3", "line one\nline two");
      assertThat(rig.deliver("f", state, log, false)).isInstanceOf(Chat.Done.class);
      assertThat(rig.deliver("f", state, log, true)).isInstanceOf(Chat.Done.class);
      assertThat(shared(state)).isEqualTo(1);
      assertThat(inHome(state).getLast().getString("thread_ts")).isEqualTo(panel(state).ts());
    }

    @Test
    void the_post_mortem_is_made_of_what_happened() {
      Incident state = housed();
      rig.deliver(state, PANEL);
      rig.deliver(state, new Effect.AttachPostMortem("post-mortem.md", Prose.of("The draft")));
      assertThat(inHome(state).getLast().getJsonArray("files").toString())
          .contains("# Post-mortem INC-1");
    }

    @Test
    void nothing_captured_is_said_to_be_lost() {
      assertThat(rig.deliver(housed(), log)).isInstanceOf(Chat.Lost.class);
    }
  }

  @Nested
  class Waiting {
    @Test
    void a_limit_is_waited_out() {
      Incident state = housed();
      rig.throttled.set(true);
      assertThat(rig.deliver(state, post(Effect.Place.CHANNEL, "Later")))
          .isInstanceOfSatisfying(
              Chat.Later.class,
              later -> assertThat(later.after()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void while_slack_is_away_nothing_is_lost() {
      Incident state = housed();
      rig.slackGoesAway();
      for (Effect.ForChat effect :
          List.of(
              PANEL,
              CARD,
              post(Effect.Place.CHANNEL, "Later"),
              new Effect.OpenChannel("inc-2"),
              new Effect.SetTopic(Prose.of("topic")))) {
        assertThat(rig.deliver(state, effect)).as(effect.toString()).isInstanceOf(Chat.Later.class);
      }
    }

    @Test
    void a_token_that_is_refused_loses_nothing_either() {
      SlackOptions options =
          SlackOptions.of(
              java.net.URI.create(rig.address() + "/api/"),
              "xoxb-wrong",
              Optional.empty(),
              Optional.empty(),
              "#incidents",
              Limits.standard());
      Incident state = housed();
      try (SlackBot stranger = rig.bot(options)) {
        assertThat(
                stranger
                    .chat()
                    .deliver(
                        new Chat.Delivery(
                            "k", state, post(Effect.Place.CHANNEL, "Later"), false, () -> true)))
            .isInstanceOf(Chat.Later.class);
        assertThat(stranger.problem().orElseThrow())
            .contains("invalid_auth")
            .doesNotContain("xoxb-wrong");
      }
      assertThat(rig.bot.problem()).isEmpty();
    }
  }
}
