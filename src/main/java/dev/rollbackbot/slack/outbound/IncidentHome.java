package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.SlackResult;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an incident is discussed: its own channel, or else the incidents channel. A private one and
 * a drill are never discussed in the incidents channel.
 */
record IncidentHome(ChannelLookup channels) {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentHome.class);

  <T> SlackResult<T> inIncidentChannel(Incident incident, Function<String, SlackResult<T>> call) {
    return incident
        .details()
        .channel()
        .map(channel -> orInIncidentsChannel(incident, channel.id(), call))
        .orElseGet(() ->
            incident.details().staysInChannel()
                ? new SlackResult.CallFailed<>(
                    new SlackResult.ApiError(
                        "channel_not_found", List.of("the incident has no channel of its own yet")))
                : channels.inIncidents(call));
  }

  <T> SlackResult<T> orInIncidentsChannel(
      Incident incident, String channel, Function<String, SlackResult<T>> call) {
    if (incident.details().staysInChannel()) {
      return call.apply(channel);
    }
    return call.apply(channel)
        .recover(
            MessageSender.CHANNEL_UNUSABLE,
            apiError ->
                channels
                    .incidents()
                    .then(id -> {
                      if (id.equals(channel)) {
                        channels.forget(id);
                        return new SlackResult.CallFailed<>(apiError);
                      }
                      LOG.warn("using the incidents channel instead reason={}", apiError.why());
                      FallbackNote.fellBack(apiError);
                      return call.apply(id);
                    }));
  }
}
