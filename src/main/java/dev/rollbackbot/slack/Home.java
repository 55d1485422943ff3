package dev.rollbackbot.slack;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an incident is talked about: its own channel, or the incidents channel when that is gone.
 */
final class Home {
  private static final Logger LOG = LoggerFactory.getLogger(Home.class);

  private final Channels channels;

  Home(Channels channels) {
    this.channels = channels;
  }

  /** Does something in the incident's channel, or else in the incidents channel. */
  <T> Reply<T> in(Incident state, Function<String, Reply<T>> act) {
    Optional<String> home = state.facts().channel().map(Channel::id);
    return home.map(id -> orElsewhere(id, act)).orElseGet(() -> channels.incidents().then(act));
  }

  /** Does something in that channel, or else in the incidents channel. */
  <T> Reply<T> orElsewhere(String channel, Function<String, Reply<T>> act) {
    return act.apply(channel)
        .instead(
            Voice.CHANNEL_GONE,
            refused ->
                channels
                    .incidents()
                    .then(id -> {
                      if (id.equals(channel)) {
                        channels.forget(id);
                        return new Reply.Failed<>(refused);
                      }
                      LOG.warn("{}: said in the incidents channel instead", refused.why());
                      return act.apply(id);
                    }));
  }
}
