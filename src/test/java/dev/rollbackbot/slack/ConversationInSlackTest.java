package dev.rollbackbot.slack;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.slack.view.Verb;
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
  private static final Channel HERE = new Channel(Rig.INCIDENTS, "incidents", true);

  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String lastAside(String person) {
    await().until(() -> !rig.asides(person).isEmpty());
    return rig.asides(person).getLast();
  }

  private static boolean ok(JsonObject answer) {
    return answer.getBoolean("ok");
  }

  @Nested
  class Declaring {
    private JsonObject modal() {
      assertThat(ok(rig.slash(Rig.REQUESTER, "shop"))).isTrue();
      return rig.views(Rig.REQUESTER).getLast();
    }

    @Test
    void the_runbooks_name_opens_its_modal() {
      assertThat(modal().getString("callback_id")).isEqualTo("declare");
      assertThat(rig.calls()).contains("views.open");
    }

    @Test
    void submitting_it_declares_and_closes_it() {
      JsonObject view = modal();
      assertThat(ok(rig.submit(Rig.REQUESTER, view, "{}"))).isTrue();
      assertThat(rig.views(Rig.REQUESTER)).isEmpty();
      assertThat(rig.memory.commands)
          .singleElement()
          .isInstanceOfSatisfying(
              Command.Declare.class,
              d -> {
                assertThat(d.by())
                    .isEqualTo(new Actor(Rig.REQUESTER, Set.of(Role.RESPONDER, Role.APPROVER)));
                assertThat(d.declaration().lead()).isEqualTo(Rig.REQUESTER);
                assertThat(d.declaration().environment()).isEqualTo("production");
              });
      assertThat(lastAside(Rig.REQUESTER)).contains("INC-1 is started");
    }

    @Test
    void a_stakeholder_is_refused_above_the_form_which_stays() {
      rig.slash(Rig.STAKEHOLDER, "shop");
      rig.submit(Rig.STAKEHOLDER, rig.views(Rig.STAKEHOLDER).getLast(), "{}");
      List<JsonObject> views = rig.views(Rig.STAKEHOLDER);
      assertThat(views).hasSize(2);
      assertThat(views.getLast().toString()).contains("Only members of");
      assertThat(rig.memory.open()).isEmpty();
    }

    @Test
    void what_is_wrong_in_the_form_is_said_at_its_field() {
      JsonObject view = modal();
      JsonObject answer =
          rig.submit(
              Rig.REQUESTER,
              view,
              "{'detected':{'detected':{'type':'datetimepicker','selected_date_time':1000}}}");
      assertThat(answer.getJsonObject("errors").getString("detected")).contains("seven days");
      assertThat(rig.memory.keys).isEmpty();
    }

    @Test
    void a_click_on_the_severity_draws_the_advice_anew() {
      JsonObject view = modal();
      rig.act(
          Rig.REQUESTER,
          ("{'type':'view_action','view_id':'%s','block_id':'severity','action_id':'severity',"
                  + "'selected_option':{'value':'CRITICAL'}}")
              .formatted(view.getString("id")));
      assertThat(rig.views(Rig.REQUESTER).getLast().toString()).contains("Roll back now");
      assertThat(rig.memory.keys).isEmpty();
    }

    @Test
    void what_is_not_stored_is_said_and_the_form_stays() {
      JsonObject view = modal();
      rig.memory.full = true;
      rig.submit(Rig.REQUESTER, view, "{}");
      assertThat(rig.views(Rig.REQUESTER).getLast().toString()).contains("Nothing was stored");
      assertThat(rig.views(Rig.REQUESTER)).hasSize(2);
    }

    @Test
    void each_press_of_a_form_is_a_wish_of_its_own() {
      JsonObject view = modal();
      rig.memory.full = true;
      submitDescription(view, "Orders fail");
      rig.act(
          Rig.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(rig.views(Rig.REQUESTER).getLast().getString("id")));
      submitDescription(view, "Orders fail");
      rig.act(
          Rig.REQUESTER,
          "{'type':'view_close','view_id':'%s'}"
              .formatted(rig.views(Rig.REQUESTER).getLast().getString("id")));
      submitDescription(view, "Orders fail everywhere");
      assertThat(rig.memory.keys).hasSize(3).doesNotHaveDuplicates();
    }

    private void submitDescription(JsonObject view, String text) {
      rig.submit(
          Rig.REQUESTER,
          view,
          "{'description':{'description':{'type':'plain_text_input','value':'%s'}}}"
              .formatted(text));
    }

    @Test
    void one_that_is_open_is_linked_and_no_modal_opens() {
      rig.memory.declared(Optional.of(HERE));
      rig.slash(Rig.APPROVER, "shop production");
      assertThat(lastAside(Rig.APPROVER)).contains("INC-1 is open already").contains("C0INCIDENTS");
      assertThat(rig.views(Rig.APPROVER)).isEmpty();
    }

    @Test
    void an_unknown_environment_is_answered_with_the_one_meant() {
      rig.slash(Rig.REQUESTER, "shop prodction");
      assertThat(lastAside(Rig.REQUESTER)).contains("Did you mean `production`?");
    }
  }

  @Nested
  class Typing {
    @Test
    void a_slip_is_answered_with_the_word_meant() {
      rig.slash(Rig.REQUESTER, "shpo");
      assertThat(lastAside(Rig.REQUESTER)).contains("Did you mean `/rollback shop`?");
    }

    @Test
    void a_word_that_is_like_none_points_to_help() {
      rig.slash(Rig.REQUESTER, "<&xyzzy>");
      assertThat(lastAside(Rig.REQUESTER)).contains("`/rollback help`").doesNotContain("<&");
    }

    @Test
    void help_shows_responders_what_they_may_do_and_others_what_they_may_read() {
      rig.slash(Rig.REQUESTER, "");
      assertThat(lastAside(Rig.REQUESTER)).contains("roll back Shop Feature").contains("cancel");
      rig.slash(Rig.STAKEHOLDER, "help");
      assertThat(lastAside(Rig.STAKEHOLDER)).contains("status").doesNotContain("cancel");
    }

    @Test
    void list_names_what_is_open_and_which_runbooks_are_broken_and_where() {
      rig.memory.declared(Optional.of(HERE));
      rig.slash(Rig.STAKEHOLDER, "list");
      assertThat(lastAside(Rig.STAKEHOLDER))
          .contains("INC-1", "Shop Feature", "till.yaml", "line 3, column 5");
    }

    @Test
    void status_and_log_are_about_the_only_one_open() {
      rig.memory.declared(Optional.empty());
      rig.slash(Rig.STAKEHOLDER, "status");
      assertThat(lastAside(Rig.STAKEHOLDER)).contains("INC-1");
      rig.slash(Rig.STAKEHOLDER, "log");
      assertThat(lastAside(Rig.STAKEHOLDER)).contains("Log of INC-1", "declared HIGH");
    }

    @Test
    void without_an_incident_they_say_so() {
      rig.slash(Rig.STAKEHOLDER, "status");
      assertThat(lastAside(Rig.STAKEHOLDER)).isEqualTo("Nothing is open.");
      rig.slash(Rig.STAKEHOLDER, "status INC-7");
      await().until(() -> lastAside(Rig.STAKEHOLDER).equals("There is no INC-7."));
    }

    @Test
    void cancel_wants_a_reason_and_a_responder() {
      rig.memory.declared(Optional.of(HERE));
      rig.slash(Rig.REQUESTER, "cancel");
      assertThat(lastAside(Rig.REQUESTER)).contains("Say why");
      rig.slash(Rig.STAKEHOLDER, "cancel it is over");
      assertThat(lastAside(Rig.STAKEHOLDER)).contains("Only members of");
      rig.slash(Rig.REQUESTER, "cancel it is over");
      assertThat(lastAside(Rig.REQUESTER)).isEqualTo("INC-1 is cancelled.");
      assertThat(rig.memory.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("it is over"));
    }

    @Test
    void guide_opens_the_runbook() {
      rig.slash(Rig.STAKEHOLDER, "guide");
      assertThat(rig.views(Rig.STAKEHOLDER).getLast().toString()).contains("Deployment rollback");
    }

    @Test
    void while_slack_cannot_say_who_may_nothing_is_done() {
      rig.memory.declared(Optional.of(HERE));
      rig.throttled.set(true);
      rig.slash(Rig.REQUESTER, "cancel it is over");
      assertThat(lastAside(Rig.REQUESTER)).contains("Slack can't say").contains("Nothing was done");
      assertThat(rig.memory.commands).noneMatch(Command.Cancel.class::isInstance);
    }
  }

  @Nested
  class Pressing {
    private Incident state;
    private String panel;

    @BeforeEach
    void show_the_panel() {
      state = rig.memory.declared(Optional.of(HERE));
      rig.deliver(state, new Effect.Refresh(Effect.Surface.PANEL));
      panel = rig.memory.find(state.facts().id(), "panel").orElseThrow().ts();
    }

    private JsonObject press(String person, String actionId) {
      return rig.press(person, Rig.INCIDENTS, panel, actionId);
    }

    @Test
    void a_button_becomes_a_command_of_who_pressed_it() {
      assertThat(ok(press(Rig.REQUESTER, "done_item"))).isTrue();
      assertThat(rig.memory.commands.getLast())
          .isInstanceOfSatisfying(
              Command.ConfirmItem.class,
              c -> {
                assertThat(c.item()).isEqualTo("screenshot");
                assertThat(c.by().id()).isEqualTo(Rig.REQUESTER);
              });
      assertThat(rig.memory.keys.getLast()).startsWith("act:U0REQUESTER:" + panel + ":");
    }

    @Test
    void a_refusal_is_for_that_person_only() {
      press(Rig.STAKEHOLDER, "done_item");
      assertThat(lastAside(Rig.STAKEHOLDER)).contains("Only members of");
      assertThat(rig.asides(Rig.REQUESTER)).isEmpty();
    }

    @Test
    void what_is_not_stored_is_said() {
      rig.memory.full = true;
      press(Rig.REQUESTER, "done_item");
      assertThat(lastAside(Rig.REQUESTER)).contains("Nothing was stored");
    }

    @Test
    void a_dialog_opens_and_its_submission_becomes_a_command() {
      press(Rig.REQUESTER, "cancel");
      JsonObject view = rig.views(Rig.REQUESTER).getLast();
      String field = Verb.CANCEL.errorField().orElseThrow();
      String action = firstAction(view, field);
      rig.submit(
          Rig.REQUESTER,
          view,
          "{'%s':{'%s':{'type':'plain_text_input','value':'A false start'}}}"
              .formatted(field, action));
      assertThat(rig.memory.commands.getLast())
          .isInstanceOfSatisfying(
              Command.Cancel.class, c -> assertThat(c.reason()).isEqualTo("A false start"));
      assertThat(rig.views(Rig.REQUESTER)).isEmpty();
      assertThat(rig.memory.keys.getLast()).startsWith("view:" + view.getString("id") + ":");
    }

    @Test
    void a_refused_dialog_says_so_at_its_field_and_stays() {
      press(Rig.STAKEHOLDER, "cancel");
      JsonObject view = rig.views(Rig.STAKEHOLDER).getLast();
      String field = Verb.CANCEL.errorField().orElseThrow();
      JsonObject answer =
          rig.submit(
              Rig.STAKEHOLDER,
              view,
              "{'%s':{'%s':{'type':'plain_text_input','value':'Mine'}}}"
                  .formatted(field, firstAction(view, field)));
      assertThat(answer.getJsonObject("errors").getString(field)).contains("Only members of");
      assertThat(rig.views(Rig.STAKEHOLDER)).hasSize(1);
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
