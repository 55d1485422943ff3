package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.slack.SlackFixture.field;
import static dev.rollbackbot.sandbox.slack.TestViews.FILLED;
import static dev.rollbackbot.sandbox.slack.TestViews.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.view.View;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ViewFlowTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private JsonObject submit(String viewId, String state) {
    return slack.act("{'type':'view_submit','view_id':'" + viewId + "','state':{" + state + "}}");
  }

  @Nested
  class Triggers {
    @Test
    void a_trigger_opens_one_modal() throws Exception {
      String trigger = slack.trigger();
      assertThat(slack.client.viewsOpen(r -> r.triggerId(trigger).viewAsString(FORM)).isOk())
          .isTrue();
      assertThat(slack.client.viewsOpen(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("exchanged_trigger_id");
    }

    @Test
    void a_trigger_expires_after_three_seconds() throws Exception {
      String trigger = slack.trigger();
      slack.clock.pass(Duration.ofMillis(3_001));
      assertThat(slack.client.viewsOpen(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("expired_trigger_id");
    }

    @Test
    void a_made_up_trigger_is_invalid() throws Exception {
      assertThat(slack.client.viewsOpen(r -> r.triggerId("1.2.x").viewAsString(FORM)).getError())
          .isEqualTo("invalid_trigger_id");
    }

    @Test
    void an_invalid_view_does_not_use_the_trigger_up() throws Exception {
      String trigger = slack.trigger();
      var wrong =
          slack.client.viewsOpen(
              r -> r.triggerId(trigger).viewAsString(FORM.replace("Start", "a".repeat(25))));
      assertThat(wrong.getError()).isEqualTo("invalid_arguments");
      assertThat(wrong.getResponseMetadata().getMessages())
          .containsExactly(
              "[ERROR] must be less than 25 characters [json-pointer:/view/submit/text]");
      assertThat(slack.client.viewsOpen(r -> r.triggerId(trigger).viewAsString(FORM)).isOk())
          .isTrue();
    }
  }

  @Nested
  class Contents_of_a_view {
    @Test
    void it_starts_with_the_initial_values() throws Exception {
      View view = slack.open(FORM);
      assertThat(view.getId()).startsWith("V0");
      assertThat(field(view, "severity", "pick").getSelectedOption()).isNotNull();
      assertThat(field(view, "why", "text").getValue()).isNull();
      assertThat(view.getRootViewId()).isEqualTo(view.getId());
      assertThat(view.getPrivateMetadata()).isEqualTo("m");
    }

    @Test
    void an_update_keeps_the_values_and_needs_the_right_hash() throws Exception {
      View view = slack.open(FORM);
      slack.act(
          ("{'type':'view_action','view_id':'" + view.getId() + "','block_id':'severity',")
              + "'action_id':'pick','selected_option':{'value':'low'},'state':{"
              + FILLED
              + "}}");
      var updated =
          slack.client.viewsUpdate(r ->
              r.viewId(view.getId())
                  .hash(view.getHash())
                  .viewAsString(FORM.replace("\"text\":\"Why\"", "\"text\":\"What\"")));
      assertThat(field(updated.getView(), "why", "text").getValue()).isEqualTo("broken");
      assertThat(field(updated.getView(), "severity", "pick").getSelectedOption().getValue())
          .isEqualTo("low");
      assertThat(updated.getView().getHash()).isNotEqualTo(view.getHash());
      assertThat(
              slack
                  .client
                  .viewsUpdate(r -> r.viewId(view.getId()).hash(view.getHash()).viewAsString(FORM))
                  .getError())
          .isEqualTo("hash_conflict");
      assertThat(slack.client.viewsUpdate(r -> r.viewId("V0NONE").viewAsString(FORM)).getError())
          .isEqualTo("not_found");
    }

    @Test
    void three_views_are_stacked_and_no_more() throws Exception {
      slack.open(FORM);
      for (int i = 0; i < 2; i++) {
        String trigger = slack.trigger();
        assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).isOk())
            .isTrue();
      }
      String trigger = slack.trigger();
      assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("push_limit_reached");
      assertThat(slack.openViews()).hasSize(3);
    }

    @Test
    void a_push_without_an_open_view_is_refused() throws Exception {
      String trigger = slack.trigger();
      assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("not_found");
    }
  }

  @Nested
  class Submitting {
    @Test
    void required_fields_and_lengths_are_checked_before_the_delivery() throws Exception {
      View view = slack.open(FORM);
      assertThat(submit(view.getId(), "").getJsonObject("errors").keySet()).containsExactly("why");
      assertThat(submit(view.getId(), FILLED.replace("broken", "far too long")).getBoolean("ok"))
          .isFalse();
      assertThat(slack.bot.gotNothing()).isTrue();
    }

    @Test
    void a_bare_answer_closes_the_view() throws Exception {
      View view = slack.open(FORM);
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getString("type")).isEqualTo("view_submission");
      assertThat(payload.getString("trigger_id")).isNotBlank();
      JsonObject sent = payload.getJsonObject("view");
      assertThat(sent.getString("callback_id")).isEqualTo("start");
      assertThat(sent.getJsonObject("state").getJsonObject("values").toString())
          .contains("\"value\":\"broken\"", "\"value\":\"high\"");
      assertThat(slack.openViews()).isEmpty();
    }

    @Test
    void errors_of_the_app_are_shown_at_their_fields_and_the_view_stays() throws Exception {
      View view = slack.open(FORM);
      slack.bot.answers("{\"response_action\":\"errors\",\"errors\":{\"why\":\"Say more\"}}");
      JsonObject answer = submit(view.getId(), FILLED);
      assertThat(answer.getBoolean("ok")).isFalse();
      assertThat(answer.getJsonObject("errors").getString("why")).isEqualTo("Say more");
      assertThat(slack.openViews()).containsExactly(view.getId());
    }

    @Test
    void errors_at_an_unknown_field_are_invalid() throws Exception {
      View view = slack.open(FORM);
      slack.bot.answers("{\"response_action\":\"errors\",\"errors\":{\"other\":\"Say more\"}}");
      assertThat(submit(view.getId(), FILLED).getString("shown"))
          .isEqualTo("We had some trouble connecting. Try again?");
    }

    @Test
    void update_push_and_clear_change_the_stack() throws Exception {
      View view = slack.open(FORM);
      slack.bot.answers("{\"response_action\":\"update\",\"view\":" + FORM + "}");
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      assertThat(slack.openViews()).containsExactly(view.getId());
      slack.bot.answers("{\"response_action\":\"push\",\"view\":" + FORM + "}");
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      assertThat(slack.openViews()).hasSize(2);
      slack.bot.answers("{\"response_action\":\"clear\"}");
      assertThat(submit(slack.openViews().getLast(), FILLED).getBoolean("ok")).isTrue();
      assertThat(slack.openViews()).isEmpty();
    }

    @Test
    void a_late_answer_keeps_the_view_and_shows_an_error() throws Exception {
      slack.close();
      slack = new SlackFixture(SlackFixture.SHORT_LIMIT);
      View view = slack.open(FORM);
      slack.bot.hangs();
      JsonObject answer = submit(view.getId(), FILLED);
      assertThat(answer.getString("error")).isEqualTo("operation_timeout");
      assertThat(answer.getString("shown")).isEqualTo("We had some trouble connecting. Try again?");
      assertThat(slack.openViews()).containsExactly(view.getId());
    }
  }
}
