package dev.rollbackbot.slack.inbound;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.preview.BackgroundAnswers;
import dev.rollbackbot.slack.inbound.preview.Previews;
import dev.rollbackbot.slack.inbound.reply.ReplySender;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.typed.CommandParser;
import dev.rollbackbot.typed.TypedCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the handlers share; a person waits for the calls of the interactive API.
 *
 * @param contentWithin how long a modal waits for what it shows before it opens without
 */
record HandlerContext(
    IncidentCommands commands,
    IncidentStore store,
    Runbooks runbooks,
    TriggerRecords triggers,
    RoleDirectory roles,
    SlackApi interactiveApi,
    ReplySender ephemeral,
    Previews previews,
    BackgroundAnswers answers,
    MentionLookup mentions,
    NewestClicks newestClicks,
    InstantSource clock,
    DecisionMode mode,
    Duration contentWithin) {

  /** For a payload that was acknowledged. */
  HandlerContext later(RoleDirectory patient, ReplySender replies, DecisionMode.Later later) {
    return new HandlerContext(
        commands,
        store,
        runbooks,
        triggers,
        patient,
        interactiveApi,
        replies,
        previews,
        answers,
        mentions,
        newestClicks,
        clock,
        later,
        contentWithin);
  }

  /** Reads what was typed, with the runbooks that can be used now. */
  TypedCommand parse(@Nullable String raw) {
    Map<String, List<String>> environments =
        runbooks.all().stream()
            .collect(
                Collectors.toMap(
                    Runbook::id, r -> r.environments().stream().map(Environment::id).toList()));
    return new CommandParser(environments).parse(raw == null ? "" : raw);
  }

  /**
   * Whether that person may read about it: a private incident is shown in its channel, and to those
   * who are in it because of what they did. It needs no call to Slack, so it is always known.
   */
  static boolean mayRead(Incident incident, String person, String channel) {
    IncidentDetails details = incident.details();
    return !details.isPrivate()
        || details.channel().filter(c -> c.own() && c.id().equals(channel)).isPresent()
        || details.declaredBy().equals(person)
        || details.declaration().lead().equals(person)
        || details.involved().containsKey(person);
  }

  /** The open ones that the caller may read about. */
  List<IncidentSummary> openFor(SlashCommandInput input) {
    return store.openIncidents().stream()
        .filter(summary ->
            incident(summary.id())
                .filter(i -> mayRead(i, input.person(), input.channel()))
                .isPresent())
        .toList();
  }

  /**
   * Where it goes on; of a private one that is not said. A proposal comes with its buttons: Slack
   * may have refused its card.
   *
   * @param about what follows the first sentence
   */
  NotSubmitted alreadyOpen(IncidentId id, Optional<String> channel, String about) {
    Optional<Incident> found = incident(id);
    Optional<Incident> proposed = found.filter(i -> i.state() instanceof State.Proposed);
    if (proposed.isPresent()) {
      String text = Replies.alreadyProposed(id) + about;
      List<LayoutBlock> blocks = new ArrayList<>(List.of(BlockKit.section(text)));
      blocks.addAll(IncidentCard.blocks(proposed.get(), clock.instant(), mentions));
      return new NotSubmitted(text, text, blocks);
    }
    return NotSubmitted.of(
        (found.filter(i -> i.details().isPrivate()).isPresent()
                ? id.label() + " is open already for this. " + Replies.isPrivate(id)
                : Replies.alreadyOpen(id, channel))
            + about);
  }

  Optional<Incident> incident(IncidentId id) {
    return commands.incident(id);
  }
}
