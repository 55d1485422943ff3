package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
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

/** Answers from memory, so that rendering never waits for Slack; {@link #load} fills it. */
final class MentionCache implements MentionLookup {
  private static final Logger LOG = LoggerFactory.getLogger(MentionCache.class);
  private static final int MAX = 10_000;

  private final SlackApi api;
  private final UserGroupLookup groups;
  private final MessageRefs refs;
  private final Map<IncidentId, PanelLink> links = new ConcurrentHashMap<>();

  private record PanelLink(MessageRef panel, String address) {}

  MentionCache(SlackApi api, UserGroupLookup groups, MessageRefs refs) {
    this.api = api;
    this.groups = groups;
    this.refs = refs;
  }

  @Override
  public Optional<String> groupId(String handleOrId) {
    return groups.known(handleOrId);
  }

  @Override
  public Optional<String> logLink(IncidentId id) {
    return Optional.ofNullable(links.get(id)).map(PanelLink::address);
  }

  /** May call Slack. */
  void load(IncidentId id, Iterable<String> handles) {
    for (String handle : handles) {
      if (groups.known(handle).isEmpty()
          && groups.id(handle) instanceof SlackResult.CallFailed<String> failed) {
        LOG.warn("user group not mentioned group={} reason={}", handle, failed.error().why());
      }
    }
    refs.find(id, LiveMessages.PANEL)
        .filter(panel ->
            Optional.ofNullable(links.get(id)).filter(link -> link.panel().equals(panel)).isEmpty())
        .ifPresent(panel -> loadLink(id, panel));
  }

  private void loadLink(IncidentId id, MessageRef panel) {
    if (api.messages().permalink(panel.channel(), panel.ts())
        instanceof Ok<String>(String address)) {
      if (links.size() >= MAX) {
        links.clear();
      }
      links.put(id, new PanelLink(panel, address));
    }
  }
}
