package dev.rollbackbot.slack.inbound;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentCommands.Committed;
import dev.rollbackbot.app.IncidentCommands.Sight;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.RoleDirectory.RoleLookupResult;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.panel.AdviceButtons;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits commands in the name of a person, and turns the results into replies. */
final class CommandSubmitter {
  private static final Logger LOG = LoggerFactory.getLogger(CommandSubmitter.class);

  private CommandSubmitter() {}

  sealed interface SubmissionResult {}

  record Submitted(Committed committed) implements SubmissionResult {}

  /**
   * Not accepted, or not known to be.
   *
   * @param plain the text without markup, for a modal's fields
   * @param blocks the text with the buttons of what it advises; empty: it has none
   */
  record NotSubmitted(String text, String plain, List<LayoutBlock> blocks)
      implements SubmissionResult {
    NotSubmitted {
      blocks = List.copyOf(blocks);
    }

    static NotSubmitted of(String text) {
      return new NotSubmitted(text, text, List.of());
    }

    /** For a modal. */
    List<LayoutBlock> shown() {
      return blocks.isEmpty() ? List.of(BlockKit.section(text)) : blocks;
    }

    OutgoingMessage message() {
      return new OutgoingMessage(text, blocks);
    }
  }

  /** Submits the command of a panel action; an action without a command is done already. */
  static SubmissionResult submit(
      HandlerContext context,
      String person,
      Incident incident,
      String idempotencyKey,
      PanelAction action,
      String value,
      Map<String, String> fields) {
    Instant now = context.clock().instant();
    Function<Actor, Optional<Command>> command = actor -> action.command(value, now, actor, fields);
    SubmissionResult result =
        command.apply(withoutRoles(person)).isEmpty()
            ? new Submitted(new Committed(incident))
            : submit(
                context,
                person,
                incident,
                idempotencyKey,
                ActionValue.decode(value).flatMap(ActionValue::stage),
                actor -> command.apply(actor).orElseThrow());
    LOG.info("action={} person={} result={}", action, person, result.getClass().getSimpleName());
    return result;
  }

  /**
   * Submits a command about an incident; whether it is consent is decided by its type alone.
   *
   * @param seen how far the incident had come when it was shown to the person; empty: not known
   */
  static SubmissionResult submit(
      HandlerContext context,
      String person,
      Incident incident,
      String idempotencyKey,
      Optional<Stage> seen,
      Function<Actor, Command> command) {
    long since = System.nanoTime();
    Optional<IncidentId> about = Optional.of(incident.id());
    Command unchecked = command.apply(withoutRoles(person));
    // Anybody may stop what begins by itself, and it must not wait for anything.
    boolean anybody = unchecked instanceof ProposalCommand.StopAutomaticRollback;
    if (!anybody) {
      context.mode().checkOrder(person, about);
    }
    Environment environment = incident.details().environment();
    Sight sight = new Sight(seen, context.mode().waitedSince());
    Optional<Set<Role>> justRead = context.roles().justRead(person, environment);
    if (unchecked instanceof Command.Consent && justRead.isPresent()) {
      // Pressed again and again it would use up Slack's readings, whose number is limited. Whose
      // roles aren't known hears nothing about the incident before they are.
      Actor most = new Actor(person, justRead.get());
      if (context.commands().refuses(incident, command.apply(most))) {
        Supplier<IncidentCommands.CommandResult> refusal =
            () ->
                context
                    .commands()
                    .refuse(idempotencyKey, incident.id(), command.apply(most), sight);
        return toResult(context, about, context.mode().decide(since, about, refusal));
      }
    }
    RoleLookupResult roles =
        anybody
            ? new RoleDirectory.KnownRoles(Set.of())
            : unchecked instanceof Command.Consent
                ? context.roles().rolesForConsent(person, environment)
                : context.roles().roles(person, environment);
    return submit(
        context,
        person,
        roles,
        about,
        since,
        actor ->
            context.commands().handle(idempotencyKey, incident.id(), command.apply(actor), sight));
  }

  static SubmissionResult declare(
      HandlerContext context,
      String person,
      Environment environment,
      Function<Actor, IncidentCommands.CommandResult> declaration) {
    long since = System.nanoTime();
    context.mode().checkOrder(person, Optional.empty());
    RoleLookupResult roles = context.roles().roles(person, environment);
    return submit(context, person, roles, Optional.empty(), since, declaration);
  }

  private static Actor withoutRoles(String person) {
    return new Actor(person, Set.of());
  }

  /**
   * Without known roles nothing is submitted.
   *
   * @throws NotDecidedYet when it can be decided later
   */
  private static SubmissionResult submit(
      HandlerContext context,
      String person,
      RoleLookupResult roles,
      Optional<IncidentId> incident,
      long since,
      Function<Actor, IncidentCommands.CommandResult> command) {
    return switch (roles) {
      case RoleDirectory.RolesUnavailable(String why, boolean passes) -> {
        String refusal = Replies.rolesUnavailable(why);
        if (passes) {
          throw new NotDecidedYet(NotDecidedYet.WaitsFor.ROLES, incident, why, refusal);
        }
        yield NotSubmitted.of(refusal);
      }
      case RoleDirectory.NoRoles(RoleDirectory.NoRoles.NoRolesReason reason) ->
          NotSubmitted.of(Replies.refused(reason));
      case RoleDirectory.KnownRoles known ->
          toResult(
              context,
              incident,
              context
                  .mode()
                  .decide(since, incident, () -> command.apply(new Actor(person, known.roles()))));
    };
  }

  private static SubmissionResult toResult(
      HandlerContext context,
      Optional<IncidentId> incident,
      IncidentCommands.CommandResult result) {
    return switch (result) {
      case Committed committed -> new Submitted(committed);
      case IncidentCommands.Refused refused -> rejected(context, incident, refused);
      case IncidentCommands.AlreadyOpen open ->
          context.alreadyOpen(open.incident(), open.channel().map(Channel::id), "");
      case IncidentCommands.NotStored _ -> NotSubmitted.of(Replies.notStored());
      case IncidentCommands.PerhapsStored _ -> NotSubmitted.of(Replies.perhapsStored());
    };
  }

  /** A rejection never links to a log, so the incident's id does not matter. */
  private static NotSubmitted rejected(
      HandlerContext context, Optional<IncidentId> incident, IncidentCommands.Refused refused) {
    List<RichText.Span> spans =
        refused.text().spans().stream()
            .map(span ->
                span.kind() == RichText.SpanKind.PERSON
                    ? new RichText.Span(RichText.SpanKind.TEXT, "that person", "")
                    : span)
            .toList();
    String plain = new RichText(spans).plainText();
    String text = Mrkdwn.render(refused.text(), context.mentions(), new IncidentId(1));
    return new NotSubmitted(
        text,
        plain.isBlank() ? "Not now." : plain,
        incident
            .filter(_ -> !refused.advice().isEmpty())
            .flatMap(context::incident)
            .map(now -> AdviceButtons.blocks(now, text, refused.advice()))
            .orElse(List.of()));
  }
}
