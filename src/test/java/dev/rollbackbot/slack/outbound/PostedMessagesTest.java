package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Posts, messages that are kept up to date, and files. */
final class PostedMessagesTest extends ChatDelivery {
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
    void a_panel_that_could_not_be_pinned_is_found_and_pinned_later() {
      Incident state = withChannel();
      fixture.unavailable.set("pins.add");
      assertThat(fixture.deliver("k", state, PANEL, false))
          .isInstanceOfSatisfying(
              Chat.RetryLater.class, later -> assertThat(later.maybeDone()).isTrue());
      fixture.unavailable.set("");
      assertThat(fixture.deliver("k", state, PANEL, true)).isInstanceOf(Chat.Completed.class);
      assertThat(posts(state)).isEqualTo(1);
      assertThat(fixture.calls()).contains("pins.add");
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
    void a_post_about_the_end_that_was_none_by_then_is_not_taken_back() {
      Effect.Post ending =
          new Effect.Post(
              Effect.Destination.STAKEHOLDERS,
              "#general",
              RichText.of("It is over"),
              Optional.of(Effect.StakeholderNotice.ENDING));
      Incident open = withChannel();
      fixture.deliver(open, ending);
      fixture.deliver(open, new Effect.RefreshNotice("#general"));
      assertThat(fixture.texts(SlackAdapterFixture.STAKEHOLDER, "C0GENERAL"))
          .noneMatch(text -> text.contains("came back afterwards"));
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
          state,
          new Effect.AttachPostMortem("post-mortem", RichText.of("The draft"), Optional.empty()));
      assertThat(messagesOf(state).getLast().getJsonArray("files").toString())
          .contains("# Post-mortem INC-1");
    }

    @Test
    void a_missing_log_is_a_permanent_failure() {
      assertThat(fixture.deliver(withChannel(), log)).isInstanceOf(Chat.PermanentFailure.class);
    }
  }
}
