package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.template.Claim;
import dev.rollbackbot.runbook.template.TemplateVariable;
import dev.rollbackbot.runbook.template.Templates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The runbook's templates, filled with an incident's data. */
public final class PostTemplates {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

  private PostTemplates() {}

  /** The INCIDENT post of the incident's channel. */
  public static RichText incident(Incident incident) {
    return fill(templates(incident).incident(), incident);
  }

  /** The RESOLVED post: its first line and what is live come from the result alone. */
  public static RichText resolved(Incident incident, State.Resolved state) {
    IncidentDetails details = incident.details();
    return EndingText.headline(details, state.result().ending())
        .text("\n")
        .add(EndingText.services(state.result().services()))
        .add(BaselineText.comparison(details, state))
        .add(EndingText.exceptions(details, state))
        .text("\n\n")
        .add(fill(templates(incident).resolved(), incident));
  }

  /** The incident's message in the incidents channel, in its present state. */
  public static RichText card(Incident incident) {
    IncidentDetails details = incident.details();
    return switch (incident.state()) {
      case State.Resolved resolved -> resolved(incident, resolved).add(WatchText.since(resolved));
      case State.Closed closed ->
          RichText.of(details.id().label() + " · ")
              .text(details.runbook().name() + ". " + StatusText.status(incident))
              .add(by(closed))
              .text(closed.note().isBlank() ? "." : ": ")
              .said(closed.note());
      case State.Cancelled cancelled -> cancelled(details, cancelled);
      case State.Proposed _ -> ProposalText.card(incident);
      case State.Monitoring _, State.Preparing _, State.AwaitingApproval _, State.Executing _ ->
          incident(incident);
    };
  }

  /** Nobody has closed what recovered by itself. */
  private static RichText by(State.Closed closed) {
    return closed.by().equals(Actor.BOT.id())
        ? RichText.EMPTY
        : RichText.of(" by ").person(closed.by());
  }

  /** The post about a cancelled rollback, with the result of each step of this incident. */
  public static RichText cancelled(IncidentDetails details, State.Cancelled state) {
    RichText text =
        RichText.of(details.id().label() + " is cancelled by ")
            .person(state.by())
            .text(": ")
            .quote(state.reason());
    List<Rollback> rollbacks = new ArrayList<>(details.earlierRollbacks());
    state.unfinishedRollback().ifPresent(rollbacks::add);
    text =
        text.text(
            rollbacks.isEmpty()
                ? "\nThe bot changed nothing."
                : "\nWhat was done, and what is live as far as is known:");
    for (Rollback rollback : rollbacks) {
      for (StepRun step : rollback.steps()) {
        text = text.text("\n• " + step.step().title() + ": ").add(StepText.resultText(step));
      }
    }
    for (LiveReading reading : details.live().all()) {
      text = text.text("\n").add(EndingText.read(reading));
    }
    return text;
  }

  /** The first post to stakeholders. */
  public static RichText stakeholderIncident(Incident incident) {
    return fillWithStatus(templates(incident).stakeholderIncident(), incident);
  }

  /** The regular post to stakeholders. */
  public static RichText stakeholderUpdate(Incident incident) {
    return fillWithStatus(templates(incident).stakeholderUpdate(), incident);
  }

  /** {status} is not the responders' text. */
  private static RichText fillWithStatus(String template, Incident incident) {
    String status = StatusText.statusForStakeholders(incident.state());
    String variable = "{" + TemplateVariable.STATUS.key() + "}";
    return fill(template.replace(variable, status), incident);
  }

  /** The last post to stakeholders. */
  public static RichText stakeholderResolved(Incident incident, State.Resolved state) {
    return EndingText.stakeholderHeadline(incident.details(), state.result())
        .text("\n\n")
        .add(fillForStakeholders(templates(incident).stakeholderResolved(), incident))
        .add(EndingText.stakeholderExceptions(state))
        .add(WatchText.forStakeholders(state));
  }

  /** Claims are those for stakeholders. */
  private static RichText fillForStakeholders(String template, Incident incident) {
    String variable = "{" + TemplateVariable.CLAIMS.key() + "}";
    int at = template.indexOf(variable);
    if (at < 0) {
      return fill(template, incident);
    }
    return fill(template.substring(0, at), incident)
        .add(claims(incident, templates(incident).stakeholderClaims()))
        .add(fill(template.substring(at + variable.length()), incident));
  }

  /**
   * The runbook's text for the post-mortem, which is Markdown.
   *
   * @param render a value as Markdown
   * @param made values that are Markdown already
   */
  public static String postMortem(
      Incident incident, Function<RichText, String> render, Map<TemplateVariable, String> made) {
    StringBuilder out = new StringBuilder();
    String template = templates(incident).postMortem();
    Matcher matcher = VARIABLE.matcher(template);
    int from = 0;
    while (matcher.find()) {
      Optional<TemplateVariable> variable = TemplateVariable.of(matcher.group(1));
      if (variable.isPresent()) {
        String value =
            Optional.ofNullable(made.get(variable.get()))
                .orElseGet(() -> render.apply(value(variable.get(), incident)));
        out.append(template, from, matcher.start()).append(value);
        from = matcher.end();
      }
    }
    return out.append(template.substring(from)).toString();
  }

  private static Templates templates(Incident incident) {
    return incident.details().runbook().templates();
  }

  private static RichText fill(String template, Incident incident) {
    RichText out = RichText.EMPTY;
    Matcher matcher = VARIABLE.matcher(template);
    int from = 0;
    while (matcher.find()) {
      Optional<TemplateVariable> variable = TemplateVariable.of(matcher.group(1));
      if (variable.isPresent()) {
        out =
            out.text(template.substring(from, matcher.start()))
                .add(value(variable.get(), incident));
        from = matcher.end();
      }
    }
    return out.text(template.substring(from));
  }

  private static RichText value(TemplateVariable variable, Incident incident) {
    IncidentDetails details = incident.details();
    Declaration declaration = details.declaration();
    return switch (variable) {
      case INCIDENT -> RichText.of(details.id().label());
      case RUNBOOK -> RichText.of(details.runbook().name());
      case HEADLINE -> RichText.of(headline(incident));
      case ENVIRONMENT -> RichText.of(declaration.environment());
      case SEVERITY -> RichText.of(declaration.severity().name());
      case STATUS -> RichText.of(StatusText.status(incident));
      case IMPACT -> RichText.of(details.runbook().impact());
      case OBSERVED -> observed(details);
      case DESCRIPTION ->
          declaration.description().isBlank()
              ? observed(details)
              : RichText.EMPTY.said(declaration.description());
      case DETECTED_AT -> RichText.EMPTY.time(declaration.detectedAt());
      case DECLARED_AT -> RichText.EMPTY.time(details.declaredAt());
      case STARTED_AT -> timeOr(Milestones.rollbackStarted(incident), notYet(incident));
      case COMPLETED_AT -> completed(incident);
      case RESTORED_AT -> timeOr(Milestones.serviceRestored(incident.state()), notYet(incident));
      case ACTIONS -> RichText.of(isWatched(incident) ? "None, it is watched" : actions(details));
      case ETA -> RichText.of(details.runbook().eta());
      case LEAD -> DeclarationText.lead(details);
      case SERVICES ->
          RichText.of(
              details.runbook().services().stream()
                  .map(Service::name)
                  .collect(Collectors.joining(", ")));
      case DURATION ->
          Milestones.ended(incident.state())
              .map(at -> Duration.between(details.declaredAt(), at))
              .map(duration -> RichText.of(StatusText.durationText(duration)))
              .orElse(RichText.of("not over yet"));
      case CLAIMS -> claims(incident, templates(incident).claims());
      case ENDING ->
          RichText.of(
              incident.state() instanceof State.Resolved resolved
                  ? EndingText.words(resolved)
                  : ended(incident) ? StatusText.status(incident) : "not over yet");
      case POST_MORTEM_DATE ->
          incident.state() instanceof State.Resolved resolved
              ? RichText.EMPTY.with(RichText.SpanKind.DATE, resolved.postMortem().toString(), "")
              : RichText.of(ended(incident) ? "not set" : "not set yet");
      case LOG -> RichText.EMPTY.log(details.id().label());
      // Only the post-mortem has them, which is made with them.
      case SUMMARY, RECORD, TIMELINE -> RichText.EMPTY;
    };
  }

  private static boolean ended(Incident incident) {
    return incident.state() instanceof State.Ended;
  }

  private static String notYet(Incident incident) {
    return ended(incident) ? "not reached" : "not yet";
  }

  private static RichText timeOr(Optional<Instant> at, String otherwise) {
    return at.map(RichText.EMPTY::time).orElseGet(() -> RichText.of(otherwise));
  }

  /** The text of the observed trigger. */
  public static RichText observed(IncidentDetails details) {
    String id = details.declaration().observed();
    return details.runbook().triggers().stream()
        .filter(t -> t.id().equals(id))
        .map(t -> RichText.of(t.text()))
        .findFirst()
        .orElseGet(() -> RichText.of("Something else"));
  }

  private static String headline(Incident incident) {
    String name = incident.details().runbook().name();
    return switch (incident.state()) {
      case State.Proposed _ -> "A rollback of " + name + " is proposed";
      case State.Monitoring _ -> "Watching " + name + ", not rolling back";
      case State.Preparing _, State.AwaitingApproval _ -> "Preparing to roll back " + name;
      case State.Resolved _, State.Closed _, State.Cancelled _ ->
          name + ": " + StatusText.status(incident);
      case State.RollingBack _ -> "Rolling back " + name;
      case State.Paused _, State.Blocked _ -> "Rolling back " + name + ", stopped for now";
      case State.Propagating _, State.Verifying _, State.AwaitingSignOff _ -> "Checking " + name;
    };
  }

  private static boolean isWatched(Incident incident) {
    return incident.state() instanceof State.Monitoring;
  }

  /** While steps are open, when they are expected to be done; before, how long they are to take. */
  private static RichText completed(Incident incident) {
    if (isWatched(incident)) {
      return RichText.of("no rollback is planned");
    }
    Optional<Instant> done = Milestones.rollbackCompleted(incident.state());
    if (done.isEmpty() && ended(incident)) {
      return RichText.of(notYet(incident));
    }
    Duration expected = incident.details().runbook().duration();
    return done.map(RichText.EMPTY::time)
        .or(() ->
            Milestones.rollbackStarted(incident)
                .map(started -> RichText.EMPTY.time(started.plus(expected))))
        .orElseGet(() -> RichText.of(StatusText.durationText(expected) + " after it begins"));
  }

  private static String actions(IncidentDetails details) {
    List<String> lines = new ArrayList<>();
    details.method().steps().forEach(s -> lines.add((lines.size() + 1) + ". " + s.title()));
    return String.join("\n", lines);
  }

  private static RichText claims(Incident incident, List<Claim> claims) {
    return incident.state() instanceof State.Resolved resolved
        ? new ClaimText(incident.details(), resolved).lines(claims)
        : RichText.of(ended(incident) ? "not measured" : "not measured yet");
  }
}
