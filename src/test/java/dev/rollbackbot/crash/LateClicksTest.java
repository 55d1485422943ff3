package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was acknowledged first means what the person meant, not what it would mean by then. */
final class LateClicksTest extends SlowDirectory {

  @Test
  void a_late_cancel_without_a_number_cancels_no_other_incident_than_the_one_open_then()
      throws Exception {
    IncidentConversation first = IncidentConversation.planned(users, 1);
    directoryIsSlow();
    users.types(RESPONDER, INCIDENTS, "/rollback cancel the tiles are back");
    IncidentConversation.isTold(users, RESPONDER, INCIDENTS, RECEIVED);
    users.types(REQUESTER, first.channel(), "/rollback cancel not needed any more");
    first.reads("not needed any more");
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Another fault")));
    await()
        .until(() ->
            column("select incident from incident_event where type = 'IncidentDeclared'").size()
                == 2);

    directoryAnswers();
    await().until(() -> waiting().isEmpty());
    assertThat(column("select incident from incident_event where type = 'IncidentCancelled'"))
        .containsExactly("1");
    IncidentConversation.isTold(users, RESPONDER, INCIDENTS, "when you typed it, it meant INC-1");
  }

  @Test
  void a_late_click_against_a_pause_does_not_undo_what_somebody_asked_for_later() throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    providerIsSlow();
    incident.approved();
    incident.reads("*Rolling back, step 1 of 3*");
    incident.presses(REQUESTER, "Pause");
    incident.reads("[Don't pause]");
    directoryIsSlow();
    incident.presses(RESPONDER, "Don't pause");
    incident.isTold(RESPONDER, RECEIVED);
    incident.presses(REQUESTER, "Don't pause");
    incident.reads("[Stop after this step]");
    incident.presses(REQUESTER, "Stop after this step");
    incident.reads("[Don't stop]");

    directoryAnswers();
    incident.isTold(RESPONDER, "INC-1 has moved on since. Nothing was done.");
    providerAnswers();
    incident.reads("*Stopped before step 2*");
    assertThat(column("select actor from incident_event where type = 'Resumed'"))
        .containsExactly(REQUESTER);
  }
}
