package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.slack.TestViews.FILLED;
import static dev.rollbackbot.sandbox.slack.TestViews.FORM;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.view.View;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewActionsTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  @Test
  void a_button_in_a_modal_carries_the_view_and_its_state() throws Exception {
    View view = slack.open(FORM);
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
  void an_input_is_delivered_only_with_dispatch_action() throws Exception {
    View view = slack.open(FORM);
    String pick =
        "{'type':'view_action','view_id':'@','block_id':'severity','action_id':'pick',"
            + "'selected_option':{'value':'low'}}";
    assertThat(slack.act(pick.replace("@", view.getId())).getBoolean("ok")).isTrue();
    assertThat(slack.bot.gotNothing()).isTrue();
    View dispatching =
        slack.open(FORM.replace("\"optional\":true", "\"optional\":true,\"dispatch_action\":true"));
    assertThat(slack.act(pick.replace("@", dispatching.getId())).getBoolean("ok")).isTrue();
    JsonObject action = slack.bot.next().payload().getJsonArray("actions").getJsonObject(0);
    assertThat(action.getJsonObject("selected_option").getJsonObject("text").getString("text"))
        .isEqualTo("Low");
  }

  @Test
  void an_unknown_option_can_not_be_chosen() throws Exception {
    View view = slack.open(FORM);
    JsonObject answer =
        slack.act(
            "{'type':'view_action','view_id':'"
                + view.getId()
                + "','block_id':'severity','action_id':'pick','selected_option':{'value':'x'}}");
    assertThat(answer.getString("error")).isEqualTo("option_not_found");
  }

  @Test
  void options_are_requested_from_the_minimum_query_length_on() throws Exception {
    View view = slack.open(FORM);
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
  void closing_is_delivered_if_notify_on_close_is_set() throws Exception {
    View quiet = slack.open(FORM);
    slack.act("{'type':'view_close','view_id':'" + quiet.getId() + "'}");
    assertThat(slack.bot.gotNothing()).isTrue();
    View told =
        slack.open(FORM.replace("\"callback_id\"", "\"notify_on_close\":true,\"callback_id\""));
    slack.act("{'type':'view_close','view_id':'" + told.getId() + "'}");
    JsonObject payload = slack.bot.next().payload();
    assertThat(payload.getString("type")).isEqualTo("view_closed");
    assertThat(payload.getBoolean("is_cleared")).isFalse();
    assertThat(slack.openViews()).isEmpty();
  }

  @Test
  void each_change_of_the_stack_is_shown_to_its_user() throws Exception {
    slack.events.clear();
    slack.open(FORM);
    assertThat(slack.events)
        .filteredOn(event -> event.name().equals("views"))
        .singleElement()
        .satisfies(event -> assertThat(event.user()).contains(SlackFixture.REQUESTER));
  }
}
