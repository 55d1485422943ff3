package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static dev.rollbackbot.story.People.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Golden;
import dev.rollbackbot.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the slash command to RESOLVED, as people read it. */
final class StoryTest {
  @Test
  void over_signed_http() {
    try (Stage stage = Stage.http()) {
      Golden.check("story.txt", play(stage.people()));
    }
  }

  @Test
  void over_socket_mode_the_story_reads_the_same() {
    try (Stage stage = Stage.socket()) {
      Golden.check("story.txt", play(stage.people()));
    }
  }

  private static String play(People people) {
    Chapters book = new Chapters(people);

    people.types(REQUESTER, INCIDENTS, "/rollback factory");
    people.submits(REQUESTER, Map.of("description", Forms.text("Factory pages answer 500")));
    String channel = people.channel("inc-1-factory");
    people.reads(REQUESTER, channel, "4 of 5 done");
    people.reads(REQUESTER, channel, "lines");
    book.chapter("The requester has typed /rollback factory and pressed Start", channel, INCIDENTS);

    people.presses(REQUESTER, channel, "Done");
    people.reads(REQUESTER, channel, "Waiting for approval");
    people.reads(REQUESTER, channel, "is ready");
    book.chapter("The requester has confirmed the screenshot", channel);

    String approve = Story.approve(people);
    people.presses(REQUESTER, channel, approve);
    people.reads(REQUESTER, channel, "someone else in");
    book.chapter("The requester has tried to approve", channel);

    people.fault("fail-planning-once", true);
    people.presses(APPROVER, channel, approve);
    people.reads(REQUESTER, channel, "*Step 2 failed*");
    book.chapter("The approver has approved; the second step fails", channel);

    people.presses(REQUESTER, channel, "Retry");
    Story.check(people, channel);
    people.reads(REQUESTER, channel, "Every check holds");
    book.chapter("Retried, spread, every check holds", channel);

    Story.sign(people, channel);
    people.reads(REQUESTER, channel, "RESOLVED: Factory");
    people.reads(REQUESTER, INCIDENTS, "RESOLVED: Factory");
    people.reads(STAKEHOLDER, "C0PRODUCT", "is over");
    people.reads(STAKEHOLDER, "C0SUPPORT", "is over");
    book.chapter("Both have signed", channel, INCIDENTS, "C0PRODUCT");

    assertThat(people.inspect().getJsonArray("providerRollbacks")).hasSize(3);
    return book.text();
  }
}
