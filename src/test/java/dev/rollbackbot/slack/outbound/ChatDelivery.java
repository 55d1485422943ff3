package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.SlackAdapterFixture;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Delivers to the stand-in for Slack, and reads what is there. */
abstract class ChatDelivery {
  static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);

  static final Effect.Refresh CARD = new Effect.Refresh(Effect.LiveMessage.CARD);

  SlackAdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  static Command command(Chat.DeliveryResult deliveryResult) {
    assertThat(deliveryResult).isInstanceOf(Chat.Completed.class);
    return ((Chat.Completed) deliveryResult).command().orElseThrow();
  }

  Channel opened(Incident state, String name, boolean maybeDone) {
    Command reported =
        command(fixture.deliver("open", state, new Effect.OpenChannel(name), maybeDone));
    assertThat(reported).isInstanceOf(Command.ChannelOpened.class);
    return ((Command.ChannelOpened) reported).channel();
  }

  /** An incident with a channel of its own. */
  Incident withChannel() {
    Channel home = opened(fixture.incidents.declared(Optional.empty()), "inc-1-shop", false);
    return fixture.incidents.incident(house(home)).orElseThrow();
  }

  dev.rollbackbot.incident.IncidentId house(Channel home) {
    var id = new dev.rollbackbot.incident.IncidentId(1);
    fixture.incidents.handle(
        "opened",
        id,
        new Command.ChannelOpened(
            SlackAdapterFixture.now(), dev.rollbackbot.incident.Actor.BOT, home));
    return id;
  }

  static String channelOf(Incident state) {
    return state.details().channel().orElseThrow().id();
  }

  MessageRef panel(Incident state) {
    return fixture.incidents.find(state.details().id(), "panel").orElseThrow();
  }

  static Effect.Post post(Effect.Destination destination, String text) {
    return new Effect.Post(destination, "", RichText.of(text), Optional.empty());
  }

  List<JsonObject> messagesOf(Incident state) {
    // The bot sees every channel that it is in.
    return fixture.messages("U0ROLLBACK", channelOf(state));
  }

  long posts(Incident state) {
    return messagesOf(state).stream().filter(m -> m.containsKey("metadata")).count();
  }
}
