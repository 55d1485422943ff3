package dev.rollbackbot.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.view.View;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ViewFlowTest {
  private static final String FORM =
      """
      {"type":"modal","callback_id":"start","private_metadata":"m",
       "title":{"type":"plain_text","text":"Roll back"},
       "submit":{"type":"plain_text","text":"Start"},
       "blocks":[
        {"type":"input","block_id":"why","label":{"type":"plain_text","text":"Why"},
         "element":{"type":"plain_text_input","action_id":"text","max_length":10}},
        {"type":"input","block_id":"severity","optional":true,
         "label":{"type":"plain_text","text":"How severe"},
         "element":{"type":"static_select","action_id":"pick",
          "initial_option":{"text":{"type":"plain_text","text":"High"},"value":"high"},
          "options":[{"text":{"type":"plain_text","text":"High"},"value":"high"},
                     {"text":{"type":"plain_text","text":"Low"},"value":"low"}]}},
        {"type":"actions","block_id":"extra","elements":[
          {"type":"button","action_id":"more","text":{"type":"plain_text","text":"More"}},
          {"type":"external_select","action_id":"find","min_query_length":2}]}
       ]}
      """;
  private static final String FILLED =
      "'why':{'text':{'type':'plain_text_input','value':'broken'}}";

  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private View open(String view) throws Exception {
    String trigger = slack.trigger();
    var answer = slack.client.viewsOpen(r -> r.triggerId(trigger).viewAsString(view));
    assertThat(answer.isOk()).as(answer.getError() + " " + answer.getResponseMetadata()).isTrue();
    return answer.getView();
  }

  private JsonObject submit(String viewId, String state) {
    return slack.act("{'type':'view_submit','view_id':'" + viewId + "','state':{" + state + "}}");
  }

  private List<String> open() {
    return Jsons.each(slack.slack.state(SlackFixture.REQUESTER).getJsonArray("views"))
        .map(view -> Jsons.text(view, "id"))
        .toList();
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
    void a_trigger_lives_three_seconds() throws Exception {
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
    void a_view_that_is_wrong_does_not_use_the_trigger_up() throws Exception {
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
    void it_starts_with_what_the_fields_start_with() throws Exception {
      View view = open(FORM);
      assertThat(view.getId()).startsWith("V0");
      assertThat(view.getState().getValues().get("severity").get("pick").getSelectedOption())
          .isNotNull();
      assertThat(view.getState().getValues().get("why").get("text").getValue()).isNull();
      assertThat(view.getRootViewId()).isEqualTo(view.getId());
      assertThat(view.getPrivateMetadata()).isEqualTo("m");
    }

    @Test
    void an_update_keeps_what_was_filled_in_and_needs_the_right_hash() throws Exception {
      View view = open(FORM);
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
      var values = updated.getView().getState().getValues();
      assertThat(values.get("why").get("text").getValue()).isEqualTo("broken");
      assertThat(values.get("severity").get("pick").getSelectedOption().getValue())
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
      open(FORM);
      for (int i = 0; i < 2; i++) {
        String trigger = slack.trigger();
        assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).isOk())
            .isTrue();
      }
      String trigger = slack.trigger();
      assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("push_limit_reached");
      assertThat(open()).hasSize(3);
    }

    @Test
    void nothing_is_pushed_onto_nothing() throws Exception {
      String trigger = slack.trigger();
      assertThat(slack.client.viewsPush(r -> r.triggerId(trigger).viewAsString(FORM)).getError())
          .isEqualTo("not_found");
    }
  }

  @Nested
  class Submitting {
    @Test
    void required_fields_and_lengths_are_checked_before_the_app_is_asked() throws Exception {
      View view = open(FORM);
      assertThat(submit(view.getId(), "").getJsonObject("errors").keySet()).containsExactly("why");
      assertThat(submit(view.getId(), FILLED.replace("broken", "far too long")).getBoolean("ok"))
          .isFalse();
      assertThat(slack.bot.gotNothing()).isTrue();
    }

    @Test
    void a_bare_answer_closes_the_view() throws Exception {
      View view = open(FORM);
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getString("type")).isEqualTo("view_submission");
      assertThat(payload.getString("trigger_id")).isNotBlank();
      JsonObject sent = payload.getJsonObject("view");
      assertThat(sent.getString("callback_id")).isEqualTo("start");
      assertThat(sent.getJsonObject("state").getJsonObject("values").toString())
          .contains("\"value\":\"broken\"", "\"value\":\"high\"");
      assertThat(open()).isEmpty();
    }

    @Test
    void errors_of_the_app_stand_at_their_fields_and_the_view_stays() throws Exception {
      View view = open(FORM);
      slack.bot.answers("{\"response_action\":\"errors\",\"errors\":{\"why\":\"Say more\"}}");
      JsonObject answer = submit(view.getId(), FILLED);
      assertThat(answer.getBoolean("ok")).isFalse();
      assertThat(answer.getJsonObject("errors").getString("why")).isEqualTo("Say more");
      assertThat(open()).containsExactly(view.getId());
    }

    @Test
    void errors_at_a_field_that_is_not_there_are_trouble() throws Exception {
      View view = open(FORM);
      slack.bot.answers("{\"response_action\":\"errors\",\"errors\":{\"other\":\"Say more\"}}");
      assertThat(submit(view.getId(), FILLED).getString("shown"))
          .isEqualTo("We had some trouble connecting. Try again?");
    }

    @Test
    void update_push_and_clear_do_as_they_say() throws Exception {
      View view = open(FORM);
      slack.bot.answers("{\"response_action\":\"update\",\"view\":" + FORM + "}");
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      assertThat(open()).containsExactly(view.getId());
      slack.bot.answers("{\"response_action\":\"push\",\"view\":" + FORM + "}");
      assertThat(submit(view.getId(), FILLED).getBoolean("ok")).isTrue();
      assertThat(open()).hasSize(2);
      slack.bot.answers("{\"response_action\":\"clear\"}");
      assertThat(submit(open().getLast(), FILLED).getBoolean("ok")).isTrue();
      assertThat(open()).isEmpty();
    }

    @Test
    void a_late_answer_keeps_the_view_and_shows_trouble() throws Exception {
      View view = open(FORM);
      slack.bot.hangs();
      JsonObject answer = submit(view.getId(), FILLED);
      assertThat(answer.getString("error")).isEqualTo("operation_timeout");
      assertThat(answer.getString("shown")).isEqualTo("We had some trouble connecting. Try again?");
      assertThat(open()).containsExactly(view.getId());
    }
  }

  @Nested
  class Other_uses {
    @Test
    void a_button_in_a_modal_carries_the_view_and_its_state() throws Exception {
      View view = open(FORM);
      slack.act(
          "{'type':'view_action','view_id':'"
              + view.getId()
              + "','block_id':'extra','action_id':'more','state':{"
              + FILLED
              + "}}");
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getString("type")).isEqualTo("block_actions");
      assertThat(payload.getJsonObject("container").getString("view_id")).isEqualTo(view.getId());
      assertThat(payload.getJsonObject("view").toString()).contains("broken");
      assertThat(payload.getJsonArray("actions").getJsonObject(0).getString("action_id"))
          .isEqualTo("more");
    }

    @Test
    void an_input_tells_the_app_only_if_it_dispatches() throws Exception {
      View view = open(FORM);
      String pick =
          "{'type':'view_action','view_id':'@','block_id':'severity','action_id':'pick',"
              + "'selected_option':{'value':'low'}}";
      assertThat(slack.act(pick.replace("@", view.getId())).getBoolean("ok")).isTrue();
      assertThat(slack.bot.gotNothing()).isTrue();
      View dispatching =
          open(FORM.replace("\"optional\":true", "\"optional\":true,\"dispatch_action\":true"));
      assertThat(slack.act(pick.replace("@", dispatching.getId())).getBoolean("ok")).isTrue();
      JsonObject action = slack.bot.next().payload().getJsonArray("actions").getJsonObject(0);
      assertThat(action.getJsonObject("selected_option").getJsonObject("text").getString("text"))
          .isEqualTo("Low");
    }

    @Test
    void an_option_that_is_not_offered_can_not_be_picked() throws Exception {
      View view = open(FORM);
      JsonObject answer =
          slack.act(
              "{'type':'view_action','view_id':'"
                  + view.getId()
                  + "','block_id':'severity','action_id':'pick','selected_option':{'value':'x'}}");
      assertThat(answer.getString("error")).isEqualTo("option_not_found");
    }

    @Test
    void options_are_asked_for_once_enough_is_typed() throws Exception {
      View view = open(FORM);
      slack.bot.answers(
          "{\"options\":[{\"text\":{\"type\":\"plain_text\",\"text\":\"A\"},\"value\":\"a\"}]}");
      String ask =
          "{'type':'options','view_id':'@','block_id':'extra','action_id':'find','value':'#'}"
              .replace("@", view.getId());
      assertThat(slack.act(ask.replace("#", "f")).getJsonArray("options")).isEmpty();
      assertThat(slack.act(ask.replace("#", "fa")).getJsonArray("options")).hasSize(1);
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getString("type")).isEqualTo("block_suggestion");
      assertThat(payload.getString("value")).isEqualTo("fa");
    }

    @Test
    void closing_is_told_if_the_view_asks_for_it() throws Exception {
      View quiet = open(FORM);
      slack.act("{'type':'view_close','view_id':'" + quiet.getId() + "'}");
      assertThat(slack.bot.gotNothing()).isTrue();
      View told = open(FORM.replace("\"callback_id\"", "\"notify_on_close\":true,\"callback_id\""));
      slack.act("{'type':'view_close','view_id':'" + told.getId() + "'}");
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getString("type")).isEqualTo("view_closed");
      assertThat(payload.getBoolean("is_cleared")).isFalse();
      assertThat(open()).isEmpty();
    }

    @Test
    void each_change_of_the_stack_is_shown_to_its_person() throws Exception {
      slack.events.clear();
      open(FORM);
      assertThat(slack.events)
          .filteredOn(event -> event.name().equals("views"))
          .singleElement()
          .satisfies(event -> assertThat(event.user()).contains(SlackFixture.REQUESTER));
    }
  }
}
