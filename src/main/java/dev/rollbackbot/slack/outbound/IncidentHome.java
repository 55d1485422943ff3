package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.SlackResult;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an incident is talked about: its own channel, or the incidents channel when that is gone.
 */
final class IncidentHome {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentHome.class);

  private final ChannelLookup channelLookup;

  IncidentHome(ChannelLookup channelLookup) {
    this.channelLookup = channelLookup;
  }

  /** Does something in the incident's channel, or else in the incidents channel. */
  <T> SlackResult<T> inIncidentChannel(Incident state, Function<String, SlackResult<T>> act) {
    Optional<String> home = state.details().channel().map(Channel::id);
    return home.map(id -> orInIncidentsChannel(id, act))
        .orElseGet(() -> channelLookup.incidents().then(act));
  }

  /** Does something in that channel, or else in the incidents channel. */
  <T> SlackResult<T> orInIncidentsChannel(String channel, Function<String, SlackResult<T>> act) {
    return act.apply(channel)
        .recover(
            MessageSender.CHANNEL_GONE,
            apiError ->
                channelLookup
                    .incidents()
                    .then(id -> {
                      if (id.equals(channel)) {
                        channelLookup.forget(id);
                        return new SlackResult.CallFailed<>(apiError);
                      }
                      LOG.warn("{}: said in the incidents channel instead", apiError.why());
                      return act.apply(id);
                    }));
  }
}
