package dev.rollbackbot.sandbox.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How a played rollback ends that doesn't come to its end; the image's folder plays a whole one.
 */
final class PlayedPeopleTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private long nanos;

  private final List<String> log = new ArrayList<>();

  @Test
  void a_word_that_opens_no_form_is_told() {
    ScriptedPage page = new ScriptedPage(false, "");
    assertThatThrownBy(() -> played(page).rollBack("shop", SHORT))
        .hasMessage("there was no sign of the modal of /rollback shop");
    assertThat(page.done).containsExactly("slash");
  }

  @Test
  void what_nobody_of_them_presses_is_named_when_the_time_is_over() {
    ScriptedPage page = new ScriptedPage(true, "Retry");
    assertThatThrownBy(() -> played(page).rollBack("shop", SHORT))
        .hasMessage("not resolved within 1 s; the buttons in its channel: [Retry]");
    assertThat(page.done).containsExactly("slash", "view_submit");
  }

  @Test
  void a_button_that_leads_on_is_pressed_once_while_it_is_answered() {
    ScriptedPage page = new ScriptedPage(true, "Approve plan ab12");
    assertThatThrownBy(() -> played(page).rollBack("shop", SHORT))
        .hasMessageStartingWith("not resolved");
    assertThat(page.done).containsExactly("slash", "view_submit", "action");
    assertThat(log).contains("U0APPROVER presses Approve plan ab12");
  }

  @Test
  void it_returns_when_the_panel_says_that_it_is_resolved() {
    ScriptedPage page = new ScriptedPage(true, "*Resolved after 3 min");
    played(page).rollBack("shop", SHORT);
    assertThat(page.done).containsExactly("slash", "view_submit");
  }

  /** Time passes only while they pause. */
  private PlayedPeople played(ScriptedPage page) {
    return new PlayedPeople(
        page,
        log::add,
        new PlayedPeople.Pace() {
          @Override
          public long nanos() {
            return nanos;
          }

          @Override
          public void pause(Duration length) {
            nanos += length.toNanos();
          }
        });
  }

  /** A page with a form for the declaration, and then a channel with one button. */
  private static final class ScriptedPage implements PlayedPeople.Page {
    private final boolean form;
    private final String button;
    private final List<String> done = new ArrayList<>();

    ScriptedPage(boolean form, String button) {
      this.form = form;
      this.button = button;
    }

    @Override
    public JsonObject state(String user) {
      JsonArrayBuilder views = Json.createArrayBuilder();
      if (form && done.contains("slash") && !done.contains("view_submit")) {
        views.add(
            Json.createObjectBuilder().add("id", "V1").add("blocks", JsonValue.EMPTY_JSON_ARRAY));
      }
      JsonArrayBuilder channels = Json.createArrayBuilder();
      JsonObjectBuilder messages = Json.createObjectBuilder();
      if (done.contains("view_submit")) {
        channels.add(Json.createObjectBuilder().add("id", "C1").add("name", "inc-1-shop"));
        messages.add("C1", Json.createArrayBuilder().add(message()));
      }
      return Json.createObjectBuilder()
          .add("views", views)
          .add("channels", channels)
          .add("messages", messages)
          .build();
    }

    private JsonObjectBuilder message() {
      JsonObjectBuilder element =
          Json.createObjectBuilder()
              .add("type", "button")
              .add("action_id", "a")
              .add("text", Json.createObjectBuilder().add("text", button));
      JsonObjectBuilder block =
          Json.createObjectBuilder()
              .add("type", "actions")
              .add("block_id", "b")
              .add("elements", Json.createArrayBuilder().add(element));
      return Json.createObjectBuilder()
          .add("ts", "1.1")
          .add("blocks", Json.createArrayBuilder().add(block));
    }

    @Override
    public JsonObject act(JsonObject action) {
      done.add(action.getString("type"));
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }
}
