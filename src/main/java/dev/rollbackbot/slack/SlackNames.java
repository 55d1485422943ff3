package dev.rollbackbot.slack;

import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.Reply.Ok;
import dev.rollbackbot.slack.view.Names;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What drawing must look up. Answers from memory; {@link #learn} fills it. */
final class SlackNames implements Names {
  private static final Logger LOG = LoggerFactory.getLogger(SlackNames.class);
  private static final int MAX = 10_000;

  private final SlackApi api;
  private final Groups groups;
  private final MessageRefs refs;
  private final Map<IncidentId, Link> links = new ConcurrentHashMap<>();

  private record Link(MessageRefs.MessageRef panel, String address) {}

  SlackNames(SlackApi api, Groups groups, MessageRefs refs) {
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
    return Optional.ofNullable(links.get(id)).map(Link::address);
  }

  /** Finds out what is not known yet about an incident; may ask Slack. */
  void learn(IncidentId id, Iterable<String> handles) {
    for (String handle : handles) {
      if (groups.known(handle).isEmpty() && groups.id(handle) instanceof Reply.Failed<String> f) {
        LOG.warn("{} is shown without a mention: {}", handle, f.trouble().why());
      }
    }
    refs.find(id, Surfaces.PANEL)
        .filter(panel -> !known(id, panel))
        .ifPresent(panel -> link(id, panel));
  }

  private boolean known(IncidentId id, MessageRefs.MessageRef panel) {
    Link link = links.get(id);
    return link != null && link.panel().equals(panel);
  }

  private void link(IncidentId id, MessageRefs.MessageRef panel) {
    if (api.messages().permalink(panel.channel(), panel.ts())
        instanceof Ok<String>(String address)) {
      if (links.size() >= MAX) {
        links.clear();
      }
      links.put(id, new Link(panel, address));
    }
  }
}
