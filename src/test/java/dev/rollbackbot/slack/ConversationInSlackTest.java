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

/**
 * Commands, clicks and submissions: the replies that people get and the commands that are stored.
 */
class ConversationInSlackTest {
  private static final Channel HERE = new Channel(SlackAdapterFixture.INCIDENTS, "incidents", true);

  private SlackAdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String lastEphemeral(String person) {
    await().until(() -> !fixture.ephemerals(person).isEmpty());
    return fixture.ephemerals(person).getLast();
  }

  private static boolean ok(JsonObject answer) {
    return answer.getBoolean("ok");
  }

  @Nested
  class Declaring {
    private JsonObject modal() {
      assertThat(ok(fixture.slash(SlackAdapterFixture.REQUESTER, "shop"))).isTrue();
      return fixture.views(SlackAdapterFixture.REQUESTER).getLast();
    }

    @Test
    void the_runbooks_name_opens_its_modal() {
      assertThat(modal().getString("callback_id")).isEqualTo("declare");
      assertThat(fixture.calls()).contains("views.open");
    }

    @Test
    void submitting_it_declares_and_closes_it() {
      JsonObject view = modal();
      assertThat(ok(fixture.submit(SlackAdapterFixture.REQUESTER, view, "{}"))).isTrue();
      assertThat(fixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
      assertThat(fixture.incidents.commands)
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
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER)).contains("INC-1 is started");
    }

    @Test
    void a_stakeholder_is_refused_above_the_form_which_stays() {
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "shop");
      fixture.submit(
          SlackAdapterFixture.STAKEHOLDER,
          fixture.views(SlackAdapterFixture.STAKEHOLDER).getLast(),
          "{}");
      List<JsonObject> views = fixture.views(SlackAdapterFixture.STAKEHOLDER);
      assertThat(views).hasSize(2);
      assertThat(views.getLast().toString()).contains("Only members of");
      assertThat(fixture.incidents.openIncidents()).isEmpty();
    }

    @Test
    void a_validation_error_is_shown_at_its_field() {
      JsonObject view = modal();
      JsonObject answer =
          fixture.submit(
              SlackAdapterFixture.REQUESTER,
              view,
              "{'detected':{'detected':{'type':'datetimepicker','selected_date_time':1000}}}");
      assertThat(answer.getJsonObject("errors").getString("detected")).contains("seven days");
      assertThat(fixture.incidents.keys).isEmpty();
    }

    @Test
    void a_click_on_the_severity_updates_the_advice() {
      JsonObject view = modal();
      fixture.act(
          SlackAdapterFixture.REQUESTER,
          ("{'type':'view_action','view_id':'%s','block_id':'severity','action_id':'severity',"
                  + "'selected_option':{'value':'CRITICAL'}}")
              .formatted(view.getString("id")));
      assertThat(fixture.views(SlackAdapterFixture.REQUESTER).getLast().toString())
          .contains("Roll back now");
      assertThat(fixture.incidents.keys).isEmpty();
    }

    @Test
    void a_declaration_that_is_not_stored_is_reported_and_the_form_stays() {
      JsonObject view = modal();
      fixture.incidents.full = true;
      fixture.submit(SlackAdapterFixture.REQUESTER, view, "{}");
      assertThat(fixture.views(SlackAdapterFixture.REQUESTER).getLast().toString())
          .contains("Nothing was stored");
      assertThat(fixture.views(SlackAdapterFixture.REQUESTER)).hasSize(2);
    }

    @Test
    void each_submission_of_a_form_has_its_own_key() {
      JsonObject view = modal();
      fixture.incidents.full = true;
      submitDescription(view, "Orders fail");
      fixture.act(
          SlackAdapterFixture.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(fixture.views(SlackAdapterFixture.REQUESTER).getLast().getString("id")));
      submitDescription(view, "Orders fail");
      fixture.act(
          SlackAdapterFixture.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(fixture.views(SlackAdapterFixture.REQUESTER).getLast().getString("id")));
      submitDescription(view, "Orders fail everywhere");
      assertThat(fixture.incidents.keys).hasSize(3).doesNotHaveDuplicates();
    }

    private void submitDescription(JsonObject view, String text) {
      fixture.submit(
          SlackAdapterFixture.REQUESTER,
          view,
          "{'description':{'description':{'type':'plain_text_input','value':'%s'}}}"
              .formatted(text));
    }

    @Test
    void an_open_incident_is_linked_and_no_modal_opens() {
      fixture.incidents.declared(Optional.of(HERE));
      fixture.slash(SlackAdapterFixture.APPROVER, "shop production");
      assertThat(lastEphemeral(SlackAdapterFixture.APPROVER))
          .contains("INC-1 is open already")
          .contains("C0INCIDENTS");
      assertThat(fixture.views(SlackAdapterFixture.APPROVER)).isEmpty();
    }

    @Test
    void an_unknown_environment_gets_a_suggestion() {
      fixture.slash(SlackAdapterFixture.REQUESTER, "shop prodction");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .contains("Did you mean `production`?");
    }
  }

  @Nested
  class Typing {
    @Test
    void a_typing_error_gets_a_suggestion() {
      fixture.slash(SlackAdapterFixture.REQUESTER, "shpo");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .contains("Did you mean `/rollback shop`?");
    }

    @Test
    void an_unknown_word_points_to_help() {
      fixture.slash(SlackAdapterFixture.REQUESTER, "<&xyzzy>");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .contains("`/rollback help`")
          .doesNotContain("<&");
    }

    @Test
    void help_shows_responders_what_they_may_do_and_others_what_they_may_read() {
      fixture.slash(SlackAdapterFixture.REQUESTER, "");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .contains("roll back Shop Feature")
          .contains("cancel");
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "help");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER))
          .contains("status")
          .doesNotContain("cancel");
    }

    @Test
    void list_shows_open_incidents_and_the_problems_of_invalid_runbooks() {
      fixture.incidents.declared(Optional.of(HERE));
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "list");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER))
          .contains("INC-1", "Shop Feature", "till.yaml", "line 3, column 5");
    }

    @Test
    void status_and_log_show_the_only_open_incident() {
      fixture.incidents.declared(Optional.empty());
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "status");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER)).contains("INC-1");
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "log");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER))
          .contains("Log of INC-1", "declared HIGH");
    }

    @Test
    void status_without_an_incident_is_answered() {
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "status");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER)).isEqualTo("Nothing is open.");
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "status INC-7");
      await()
          .until(() -> lastEphemeral(SlackAdapterFixture.STAKEHOLDER).equals("There is no INC-7."));
    }

    @Test
    void cancel_needs_a_reason_and_a_responder() {
      fixture.incidents.declared(Optional.of(HERE));
      fixture.slash(SlackAdapterFixture.REQUESTER, "cancel");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER)).contains("Say why");
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "cancel it is over");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER)).contains("Only members of");
      fixture.slash(SlackAdapterFixture.REQUESTER, "cancel it is over");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .isEqualTo("INC-1 is cancelled. Stakeholders read the reason.");
      assertThat(fixture.incidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("it is over"));
    }

    @Test
    void guide_opens_the_runbook() {
      fixture.slash(SlackAdapterFixture.STAKEHOLDER, "guide");
      assertThat(fixture.views(SlackAdapterFixture.STAKEHOLDER).getLast().toString())
          .contains("Deployment rollback");
    }

    @Test
    void while_roles_are_unavailable_nothing_is_done() {
      fixture.incidents.declared(Optional.of(HERE));
      fixture.throttled.set(true);
      fixture.slash(SlackAdapterFixture.REQUESTER, "cancel it is over");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER))
          .contains("Slack can't say")
          .contains("Nothing was done");
      assertThat(fixture.incidents.commands).noneMatch(Command.Cancel.class::isInstance);
    }
  }

  @Nested
  class Pressing {
    private Incident state;
    private String panel;

    @BeforeEach
    void show_the_panel() {
      state = fixture.incidents.declared(Optional.of(HERE));
      fixture.deliver(state, new Effect.Refresh(Effect.LiveMessage.PANEL));
      panel = fixture.incidents.find(state.details().id(), "panel").orElseThrow().ts();
    }

    private JsonObject press(String person, String actionId) {
      return fixture.press(person, SlackAdapterFixture.INCIDENTS, panel, actionId);
    }

    @Test
    void a_click_becomes_a_command_of_the_person() {
      assertThat(ok(press(SlackAdapterFixture.REQUESTER, "done_item"))).isTrue();
      assertThat(fixture.incidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.ConfirmItem.class,
              command -> {
                assertThat(command.item()).isEqualTo("screenshot");
                assertThat(command.by().id()).isEqualTo(SlackAdapterFixture.REQUESTER);
              });
      assertThat(fixture.incidents.keys.getLast()).startsWith("act:U0REQUESTER:" + panel + ":");
    }

    @Test
    void a_refusal_is_for_that_person_only() {
      press(SlackAdapterFixture.STAKEHOLDER, "done_item");
      assertThat(lastEphemeral(SlackAdapterFixture.STAKEHOLDER)).contains("Only members of");
      assertThat(fixture.ephemerals(SlackAdapterFixture.REQUESTER)).isEmpty();
    }

    @Test
    void a_click_that_is_not_stored_is_reported() {
      fixture.incidents.full = true;
      press(SlackAdapterFixture.REQUESTER, "done_item");
      assertThat(lastEphemeral(SlackAdapterFixture.REQUESTER)).contains("Nothing was stored");
    }

    @Test
    void a_modal_opens_and_its_submission_becomes_a_command() {
      press(SlackAdapterFixture.REQUESTER, "cancel");
      JsonObject view = fixture.views(SlackAdapterFixture.REQUESTER).getLast();
      String field = PanelAction.CANCEL.errorField().orElseThrow();
      String action = firstAction(view, field);
      fixture.submit(
          SlackAdapterFixture.REQUESTER,
          view,
          "{'%s':{'%s':{'type':'plain_text_input','value':'A false start'}}}"
              .formatted(field, action));
      assertThat(fixture.incidents.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("A false start"));
      assertThat(fixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
      assertThat(fixture.incidents.keys.getLast()).startsWith("view:" + view.getString("id") + ":");
    }

    @Test
    void a_rejected_submission_is_shown_at_its_field_and_the_modal_stays() {
      press(SlackAdapterFixture.STAKEHOLDER, "cancel");
      JsonObject view = fixture.views(SlackAdapterFixture.STAKEHOLDER).getLast();
      String field = PanelAction.CANCEL.errorField().orElseThrow();
      JsonObject answer =
          fixture.submit(
              SlackAdapterFixture.STAKEHOLDER,
              view,
              "{'%s':{'%s':{'type':'plain_text_input','value':'Mine'}}}"
                  .formatted(field, firstAction(view, field)));
      assertThat(answer.getJsonObject("errors").getString(field)).contains("Only members of");
      assertThat(fixture.views(SlackAdapterFixture.STAKEHOLDER)).hasSize(1);
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
