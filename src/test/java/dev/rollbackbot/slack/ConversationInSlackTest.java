package dev.rollbackbot.slack;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.slack.view.action.PanelAction;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** People type, press and submit; the door answers in time and only what is stored counts. */
class ConversationInSlackTest {
  private static final Channel HERE = new Channel(SlackAdapterFixture.INCIDENTS, "incidents", true);

  private SlackAdapterFixture slackAdapterFixture;

  @BeforeEach
  void start() throws Exception {
    slackAdapterFixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    slackAdapterFixture.close();
  }

  private String lastAside(String person) {
    await().until(() -> !slackAdapterFixture.asides(person).isEmpty());
    return slackAdapterFixture.asides(person).getLast();
  }

  private static boolean ok(JsonObject answer) {
    return answer.getBoolean("ok");
  }

  @Nested
  class Declaring {
    private JsonObject modal() {
      assertThat(ok(slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "shop"))).isTrue();
      return slackAdapterFixture.views(SlackAdapterFixture.REQUESTER).getLast();
    }

    @Test
    void the_runbooks_name_opens_its_modal() {
      assertThat(modal().getString("callback_id")).isEqualTo("declare");
      assertThat(slackAdapterFixture.calls()).contains("views.open");
    }

    @Test
    void submitting_it_declares_and_closes_it() {
      JsonObject view = modal();
      assertThat(ok(slackAdapterFixture.submit(SlackAdapterFixture.REQUESTER, view, "{}")))
          .isTrue();
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
      assertThat(slackAdapterFixture.inMemoryIncidents.commands)
          .singleElement()
          .isInstanceOfSatisfying(
              Command.Declare.class,
              declare -> {
                assertThat(declare.by())
                    .isEqualTo(
                        new Actor(
                            SlackAdapterFixture.REQUESTER, Set.of(Role.RESPONDER, Role.APPROVER)));
                assertThat(declare.declaration().lead()).isEqualTo(SlackAdapterFixture.REQUESTER);
                assertThat(declare.declaration().environment()).isEqualTo("production");
              });
      assertThat(lastAside(SlackAdapterFixture.REQUESTER)).contains("INC-1 is started");
    }

    @Test
    void a_stakeholder_is_refused_above_the_form_which_stays() {
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "shop");
      slackAdapterFixture.submit(
          SlackAdapterFixture.STAKEHOLDER,
          slackAdapterFixture.views(SlackAdapterFixture.STAKEHOLDER).getLast(),
          "{}");
      List<JsonObject> views = slackAdapterFixture.views(SlackAdapterFixture.STAKEHOLDER);
      assertThat(views).hasSize(2);
      assertThat(views.getLast().toString()).contains("Only members of");
      assertThat(slackAdapterFixture.inMemoryIncidents.openIncidents()).isEmpty();
    }

    @Test
    void what_is_wrong_in_the_form_is_said_at_its_field() {
      JsonObject view = modal();
      JsonObject answer =
          slackAdapterFixture.submit(
              SlackAdapterFixture.REQUESTER,
              view,
              "{'detected':{'detected':{'type':'datetimepicker','selected_date_time':1000}}}");
      assertThat(answer.getJsonObject("errors").getString("detected")).contains("seven days");
      assertThat(slackAdapterFixture.inMemoryIncidents.keys).isEmpty();
    }

    @Test
    void a_click_on_the_severity_draws_the_advice_anew() {
      JsonObject view = modal();
      slackAdapterFixture.act(
          SlackAdapterFixture.REQUESTER,
          ("{'type':'view_action','view_id':'%s','block_id':'severity','action_id':'severity',"
                  + "'selected_option':{'value':'CRITICAL'}}")
              .formatted(view.getString("id")));
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER).getLast().toString())
          .contains("Roll back now");
      assertThat(slackAdapterFixture.inMemoryIncidents.keys).isEmpty();
    }

    @Test
    void what_is_not_stored_is_said_and_the_form_stays() {
      JsonObject view = modal();
      slackAdapterFixture.inMemoryIncidents.full = true;
      slackAdapterFixture.submit(SlackAdapterFixture.REQUESTER, view, "{}");
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER).getLast().toString())
          .contains("Nothing was stored");
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER)).hasSize(2);
    }

    @Test
    void each_press_of_a_form_is_a_wish_of_its_own() {
      JsonObject view = modal();
      slackAdapterFixture.inMemoryIncidents.full = true;
      submitDescription(view, "Orders fail");
      slackAdapterFixture.act(
          SlackAdapterFixture.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(
                  slackAdapterFixture
                      .views(SlackAdapterFixture.REQUESTER)
                      .getLast()
                      .getString("id")));
      submitDescription(view, "Orders fail");
      slackAdapterFixture.act(
          SlackAdapterFixture.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(
                  slackAdapterFixture
                      .views(SlackAdapterFixture.REQUESTER)
                      .getLast()
                      .getString("id")));
      submitDescription(view, "Orders fail everywhere");
      assertThat(slackAdapterFixture.inMemoryIncidents.keys).hasSize(3).doesNotHaveDuplicates();
    }

    private void submitDescription(JsonObject view, String text) {
      slackAdapterFixture.submit(
          SlackAdapterFixture.REQUESTER,
          view,
          "{'description':{'description':{'type':'plain_text_input','value':'%s'}}}"
              .formatted(text));
    }

    @Test
    void one_that_is_open_is_linked_and_no_modal_opens() {
      slackAdapterFixture.inMemoryIncidents.declared(Optional.of(HERE));
      slackAdapterFixture.slash(SlackAdapterFixture.APPROVER, "shop production");
      assertThat(lastAside(SlackAdapterFixture.APPROVER))
          .contains("INC-1 is open already")
          .contains("C0INCIDENTS");
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.APPROVER)).isEmpty();
    }

    @Test
    void an_unknown_environment_is_answered_with_the_one_meant() {
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "shop prodction");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER)).contains("Did you mean `production`?");
    }
  }

  @Nested
  class Typing {
    @Test
    void a_slip_is_answered_with_the_word_meant() {
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "shpo");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER))
          .contains("Did you mean `/rollback shop`?");
    }

    @Test
    void a_word_that_is_like_none_points_to_help() {
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "<&xyzzy>");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER))
          .contains("`/rollback help`")
          .doesNotContain("<&");
    }

    @Test
    void help_shows_responders_what_they_may_do_and_others_what_they_may_read() {
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER))
          .contains("roll back Shop Feature")
          .contains("cancel");
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "help");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER))
          .contains("status")
          .doesNotContain("cancel");
    }

    @Test
    void list_names_what_is_open_and_which_runbooks_are_broken_and_where() {
      slackAdapterFixture.inMemoryIncidents.declared(Optional.of(HERE));
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "list");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER))
          .contains("INC-1", "Shop Feature", "till.yaml", "line 3, column 5");
    }

    @Test
    void status_and_log_are_about_the_only_one_open() {
      slackAdapterFixture.inMemoryIncidents.declared(Optional.empty());
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "status");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER)).contains("INC-1");
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "log");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER))
          .contains("Log of INC-1", "declared HIGH");
    }

    @Test
    void without_an_incident_they_say_so() {
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "status");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER)).isEqualTo("Nothing is open.");
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "status INC-7");
      await().until(() -> lastAside(SlackAdapterFixture.STAKEHOLDER).equals("There is no INC-7."));
    }

    @Test
    void cancel_wants_a_reason_and_a_responder() {
      slackAdapterFixture.inMemoryIncidents.declared(Optional.of(HERE));
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "cancel");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER)).contains("Say why");
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "cancel it is over");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER)).contains("Only members of");
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "cancel it is over");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER)).isEqualTo("INC-1 is cancelled.");
      assertThat(slackAdapterFixture.inMemoryIncidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("it is over"));
    }

    @Test
    void guide_opens_the_runbook() {
      slackAdapterFixture.slash(SlackAdapterFixture.STAKEHOLDER, "guide");
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.STAKEHOLDER).getLast().toString())
          .contains("Deployment rollback");
    }

    @Test
    void while_slack_cannot_say_who_may_nothing_is_done() {
      slackAdapterFixture.inMemoryIncidents.declared(Optional.of(HERE));
      slackAdapterFixture.throttled.set(true);
      slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "cancel it is over");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER))
          .contains("Slack can't say")
          .contains("Nothing was done");
      assertThat(slackAdapterFixture.inMemoryIncidents.commands)
          .noneMatch(Command.Cancel.class::isInstance);
    }
  }

  @Nested
  class Pressing {
    private Incident state;
    private String panel;

    @BeforeEach
    void show_the_panel() {
      state = slackAdapterFixture.inMemoryIncidents.declared(Optional.of(HERE));
      slackAdapterFixture.deliver(state, new Effect.Refresh(Effect.LiveMessage.PANEL));
      panel =
          slackAdapterFixture
              .inMemoryIncidents
              .find(state.details().id(), "panel")
              .orElseThrow()
              .ts();
    }

    private JsonObject press(String person, String actionId) {
      return slackAdapterFixture.press(person, SlackAdapterFixture.INCIDENTS, panel, actionId);
    }

    @Test
    void a_button_becomes_a_command_of_who_pressed_it() {
      assertThat(ok(press(SlackAdapterFixture.REQUESTER, "done_item"))).isTrue();
      assertThat(slackAdapterFixture.inMemoryIncidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.ConfirmItem.class,
              command -> {
                assertThat(command.item()).isEqualTo("screenshot");
                assertThat(command.by().id()).isEqualTo(SlackAdapterFixture.REQUESTER);
              });
      assertThat(slackAdapterFixture.inMemoryIncidents.keys.getLast())
          .startsWith("act:U0REQUESTER:" + panel + ":");
    }

    @Test
    void a_refusal_is_for_that_person_only() {
      press(SlackAdapterFixture.STAKEHOLDER, "done_item");
      assertThat(lastAside(SlackAdapterFixture.STAKEHOLDER)).contains("Only members of");
      assertThat(slackAdapterFixture.asides(SlackAdapterFixture.REQUESTER)).isEmpty();
    }

    @Test
    void what_is_not_stored_is_said() {
      slackAdapterFixture.inMemoryIncidents.full = true;
      press(SlackAdapterFixture.REQUESTER, "done_item");
      assertThat(lastAside(SlackAdapterFixture.REQUESTER)).contains("Nothing was stored");
    }

    @Test
    void a_dialog_opens_and_its_submission_becomes_a_command() {
      press(SlackAdapterFixture.REQUESTER, "cancel");
      JsonObject view = slackAdapterFixture.views(SlackAdapterFixture.REQUESTER).getLast();
      String field = PanelAction.CANCEL.errorField().orElseThrow();
      String action = firstAction(view, field);
      slackAdapterFixture.submit(
          SlackAdapterFixture.REQUESTER,
          view,
          "{'%s':{'%s':{'type':'plain_text_input','value':'A false start'}}}"
              .formatted(field, action));
      assertThat(slackAdapterFixture.inMemoryIncidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("A false start"));
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
      assertThat(slackAdapterFixture.inMemoryIncidents.keys.getLast())
          .startsWith("view:" + view.getString("id") + ":");
    }

    @Test
    void a_refused_dialog_says_so_at_its_field_and_stays() {
      press(SlackAdapterFixture.STAKEHOLDER, "cancel");
      JsonObject view = slackAdapterFixture.views(SlackAdapterFixture.STAKEHOLDER).getLast();
      String field = PanelAction.CANCEL.errorField().orElseThrow();
      JsonObject answer =
          slackAdapterFixture.submit(
              SlackAdapterFixture.STAKEHOLDER,
              view,
              "{'%s':{'%s':{'type':'plain_text_input','value':'Mine'}}}"
                  .formatted(field, firstAction(view, field)));
      assertThat(answer.getJsonObject("errors").getString(field)).contains("Only members of");
      assertThat(slackAdapterFixture.views(SlackAdapterFixture.STAKEHOLDER)).hasSize(1);
    }

    private String firstAction(JsonObject view, String field) {
      return view.getJsonArray("blocks").getValuesAs(JsonObject.class).stream()
          .filter(b -> b.getString("block_id", "").equals(field))
          .map(b -> b.getJsonObject("element").getString("action_id"))
          .findFirst()
          .orElseThrow();
    }
  }
}
