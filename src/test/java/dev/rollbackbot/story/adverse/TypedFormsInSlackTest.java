package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.typed.TypedFormsTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Lines as phones and other messages leave them, through signed HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TypedFormsInSlackTest {
  private SandboxFixture fixture;
  private SandboxUsers users;
  private RawSlackRequests requests;
  private IncidentConversation incident;

  @BeforeAll
  void begin() {
    fixture = SandboxFixture.quick();
    users = fixture.sandboxUsers();
    requests = RawSlackRequests.to(fixture);
    incident = IncidentConversation.declared(users, 1, Map.of());
  }

  @AfterAll
  void end() {
    fixture.close();
  }

  private String answer(String raw) {
    RawSlackRequests.BotResponse response =
        requests.posts(RawSlackRequests.slash(REQUESTER, INCIDENTS, raw));
    assertThat(response.status()).as(raw).isEqualTo(200);
    return response.body();
  }

  private List<String> events() {
    return BotDatabase.column(fixture, "select type from incident_event where type like '%ancel%'");
  }

  @Test
  @Order(1)
  void every_form_of_the_table_that_names_the_incident_finds_it() {
    int asked = 0;
    for (TypedFormsTest.TypedForm form : TypedFormsTest.forms()) {
      if (form.becomes().matches("status (INC-12|#C0INC12|#inc-12-factory)")) {
        String raw =
            form.typed()
                .replace("C0INC12", "CHANNEL")
                .replace("012", "01")
                .replace("12", "1")
                .replace("１２", "１")
                .replace("١٢", "١")
                .replace("CHANNEL", incident.channel());
        assertThat(answer(raw)).as(form.typed()).contains("\"text\":\"INC-1: ");
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(40);
  }

  @Test
  @Order(2)
  void every_form_of_the_table_that_is_not_understood_is_answered_with_a_button() {
    for (TypedFormsTest.TypedForm form : TypedFormsTest.forms()) {
      if (form.becomes().contains("not understood: ") && !form.typed().contains("machine")) {
        String[] parts = form.becomes().split("; not understood: ");
        String button = parts[0].equals("nothing near") ? "/rollback " : "/rollback " + parts[0];
        assertThat(answer(form.typed()))
            .as(form.typed())
            .contains("\"type\":\"button\"", "\"value\":\"" + button);
      }
    }
    assertThat(events()).isEmpty();
  }

  @Test
  @Order(3)
  void the_button_does_what_the_line_would_do() {
    users.types(REQUESTER, INCIDENTS, "/rollback statsu");
    users.presses(REQUESTER, INCIDENTS, "/rollback status");
    IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-1: ");
    users.types(REQUESTER, INCIDENTS, "/rollback factory prod");
    users.presses(REQUESTER, INCIDENTS, "/rollback factory production");
    assertThat(users.modal(REQUESTER).toString()).contains("Factory", "production");
    users.closesModal(REQUESTER);
    users.types(REQUESTER, INCIDENTS, "/rollback status INC-99");
    users.presses(REQUESTER, INCIDENTS, "/rollback status INC-1");
    assertThat(answer("<#C0NOWHERE>")).contains("C0NOWHERE", "is no incident");
  }

  @Test
  @Order(4)
  void a_suggested_cancellation_needs_the_role_that_a_typed_one_needs() {
    users.types(STAKEHOLDER, INCIDENTS, "/rollback cancle INC-1 I don't like it");
    users.presses(STAKEHOLDER, INCIDENTS, "/rollback cancel INC-1 I don't like it");
    IncidentConversation.isTold(users, STAKEHOLDER, INCIDENTS, "Only members of <!subteam^");
    assertThat(events()).isEmpty();
  }

  @Test
  @Order(5)
  void a_cancellation_without_a_reason_is_answered_with_the_form() {
    users.types(REQUESTER, INCIDENTS, "/rollback cancel INC-1");
    IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "Say why:");
    users.presses(REQUESTER, INCIDENTS, "Cancel INC-1…");
    assertThat(users.modal(REQUESTER).toString()).contains("Cancel INC-1");
    users.closesModal(REQUESTER);
    assertThat(events()).isEmpty();
  }

  @Test
  @Order(6)
  void a_pasted_cancellation_keeps_its_reason() {
    assertThat(answer("`Cancel` <#" + incident.channel() + "> — a \u202efalse\u202c &lt;alarm&gt;"))
        .contains("INC-1 is cancelled.");
    incident.reads("a false &lt;alarm&gt;");
  }
}
