package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.UserGroupLookup;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What drawing must look up. Answers from memory; {@link #load} fills it. */
final class MentionCache implements MentionLookup {
  private static final Logger LOG = LoggerFactory.getLogger(MentionCache.class);
  private static final int MAX = 10_000;

  private final SlackApi api;
  private final UserGroupLookup userGroupLookup;
  private final MessageRefs refs;
  private final Map<IncidentId, ChannelLink> links = new ConcurrentHashMap<>();

  private record ChannelLink(MessageRefs.MessageRef panel, String address) {}

  MentionCache(SlackApi api, UserGroupLookup userGroupLookup, MessageRefs refs) {
    this.api = api;
    this.userGroupLookup = userGroupLookup;
    this.refs = refs;
  }

  @Override
  public Optional<String> groupId(String handleOrId) {
    return userGroupLookup.known(handleOrId);
  }

  @Override
  public Optional<String> logLink(IncidentId id) {
    return Optional.ofNullable(links.get(id)).map(ChannelLink::address);
  }

  /** Finds out what is not known yet about an incident; may ask Slack. */
  void load(IncidentId id, Iterable<String> handles) {
    for (String handle : handles) {
      if (userGroupLookup.known(handle).isEmpty()
          && userGroupLookup.id(handle) instanceof SlackResult.CallFailed<String> failed) {
        LOG.warn("{} is shown without a mention: {}", handle, failed.error().why());
      }
    }
    refs.find(id, LiveMessages.PANEL)
        .filter(panel -> !known(id, panel))
        .ifPresent(panel -> link(id, panel));
  }

  private boolean known(IncidentId id, MessageRefs.MessageRef panel) {
    ChannelLink channelLink = links.get(id);
    return channelLink != null && channelLink.panel().equals(panel);
  }

  private void link(IncidentId id, MessageRefs.MessageRef panel) {
    if (api.messages().permalink(panel.channel(), panel.ts())
        instanceof Ok<String>(String address)) {
      if (links.size() >= MAX) {
        links.clear();
      }
      links.put(id, new ChannelLink(panel, address));
    }
  }
}
