package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.template.ResolvedLine;
import dev.rollbackbot.runbook.template.TemplateVariable;
import dev.rollbackbot.runbook.template.Templates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The runbook's templates, filled with what really happened. */
public final class PostTemplates {
  private static final RichText NO_TIMELINE = new RichText(List.of());
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

  private PostTemplates() {}

  /** The INCIDENT post of the incident's channel. */
  public static RichText incident(Incident incident) {
    return fill(templates(incident).incident(), incident, NO_TIMELINE);
  }

  /** The RESOLVED post. */
  public static RichText resolved(Incident incident) {
    return fill(templates(incident).resolved(), incident, NO_TIMELINE);
  }

  /** The incident's one message in the incidents channel, as it is now. */
  public static RichText card(Incident incident) {
    IncidentDetails details = incident.details();
    return switch (incident.state()) {
      case State.Resolved _ -> resolved(incident);
      case State.Closed closed ->
          RichText.of(details.id().label() + " · ")
              .text(details.runbook().name() + ". " + StatusText.status(incident) + " by ")
              .person(closed.by())
              .text(closed.note().isBlank() ? "." : ": ")
              .quote(closed.note());
      case State.Cancelled cancelled -> cancelled(details, cancelled);
      case State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.RollingBack _,
          State.Paused _,
          State.Blocked _,
          State.Propagating _,
          State.Verifying _,
          State.AwaitingSignOff _ ->
          incident(incident);
    };
  }

  /** What is said when a rollback is given up: nothing that was done is hidden. */
  public static RichText cancelled(IncidentDetails details, State.Cancelled state) {
    RichText text =
        RichText.of(details.id().label() + " is cancelled by ")
            .person(state.by())
            .text(": ")
            .quote(state.reason());
    if (state.unfinishedRollback().isEmpty() && details.earlierRollbacks().isEmpty()) {
      return text.text("\nNothing was changed.");
    }
    List<Rollback> all = new ArrayList<>(details.earlierRollbacks());
    state.unfinishedRollback().ifPresent(all::add);
    text = text.text("\nWhat was done, and what is live as far as is known:");
    for (Rollback rollback : all) {
      for (StepRun step : rollback.steps()) {
        text = text.text("\n• " + step.step().title() + ": ").add(StepText.resultText(step));
      }
    }
    return text;
  }

  /** The first post to stakeholders. */
  public static RichText stakeholderIncident(Incident incident) {
    return fill(templates(incident).stakeholderIncident(), incident, NO_TIMELINE);
  }

  /** When it drags on. */
  public static RichText stakeholderUpdate(Incident incident) {
    // {status} is for people who work on it; those outside read it in their own words.
    String word = "{" + TemplateVariable.STATUS.key() + "}";
    return fill(
        templates(incident)
            .stakeholderUpdate()
            .replace(word, StatusText.statusForStakeholders(incident.state())),
        incident,
        NO_TIMELINE);
  }

  /** The last post to stakeholders. */
  public static RichText stakeholderResolved(Incident incident) {
    return fill(templates(incident).stakeholderResolved(), incident, NO_TIMELINE);
  }

  /** The draft of the post-mortem as plain text, with the lines of its timeline. */
  public static String postMortem(Incident incident, RichText timeline) {
    return fill(templates(incident).postMortem(), incident, timeline).plainText();
  }

  private static Templates templates(Incident incident) {
    return incident.details().runbook().templates();
  }

  private static RichText fill(String template, Incident incident, RichText timeline) {
    RichText out = new RichText(List.of());
    Matcher matcher = VARIABLE.matcher(template);
    int from = 0;
    while (matcher.find()) {
      Optional<TemplateVariable> variable = TemplateVariable.of(matcher.group(1));
      if (variable.isPresent()) {
        out =
            out.text(template.substring(from, matcher.start()))
                .add(value(variable.get(), incident, timeline));
        from = matcher.end();
      }
    }
    return out.text(template.substring(from));
  }

  private static RichText value(
      TemplateVariable templateVariable, Incident incident, RichText timeline) {
    IncidentDetails details = incident.details();
    Declaration declaration = details.declaration();
    return switch (templateVariable) {
      case INCIDENT -> RichText.of(details.id().label());
      case RUNBOOK -> RichText.of(details.runbook().name());
      case ENVIRONMENT -> RichText.of(declaration.environment());
      case SEVERITY -> RichText.of(declaration.severity().name());
      case STATUS -> RichText.of(StatusText.status(incident));
      case IMPACT -> RichText.of(details.runbook().impact());
      case OBSERVED -> observed(details);
      case DESCRIPTION ->
          declaration.description().isBlank()
              ? observed(details)
              : quote(declaration.description());
      case DETECTED_AT -> at(declaration.detectedAt());
      case DECLARED_AT -> at(details.declaredAt());
      case STARTED_AT ->
          Milestones.rollbackStarted(incident)
              .map(PostTemplates::at)
              .orElse(RichText.of("not yet"));
      case COMPLETED_AT -> completed(incident);
      case RESTORED_AT ->
          Milestones.serviceRestored(incident.state())
              .map(PostTemplates::at)
              .orElse(RichText.of("not yet"));
      case ACTIONS -> RichText.of(actions(details));
      case ETA -> RichText.of(details.runbook().eta());
      case LEAD -> new RichText(List.of()).person(declaration.lead());
      case SERVICES -> RichText.of(services(details));
      case DURATION ->
          Milestones.ended(incident.state())
              .map(e ->
                  RichText.of(StatusText.durationText(Duration.between(details.declaredAt(), e))))
              .orElse(RichText.of("not over yet"));
      case TICKS ->
          incident.state() instanceof State.Measuring measuring
              ? resolvedChecklist(details, measuring)
              : RichText.of("not measured yet");
      case POST_MORTEM_DATE ->
          incident.state() instanceof State.Resolved resolved
              ? new RichText(List.of())
                  .with(RichText.SpanKind.DATE, resolved.postMortem().toString(), "")
              : RichText.of("not set yet");
      case LOG -> new RichText(List.of()).log(details.id().label());
      case TIMELINE -> timeline;
    };
  }

  private static RichText at(Instant instant) {
    return new RichText(List.of()).time(instant);
  }

  private static RichText quote(String text) {
    return new RichText(List.of()).quote(text);
  }

  /** What was seen: the trigger, as people say it. */
  public static RichText observed(IncidentDetails details) {
    String id = details.declaration().observed();
    return details.runbook().triggers().stream()
        .filter(t -> t.id().equals(id))
        .map(t -> RichText.of(t.text()))
        .findFirst()
        .orElseGet(() -> RichText.of("Something else"));
  }

  private static RichText completed(Incident incident) {
    return Milestones.rollbackCompleted(incident.state())
        .map(PostTemplates::at)
        .orElseGet(() ->
            at(
                Milestones.rollbackStarted(incident)
                    .orElse(incident.details().declaredAt())
                    .plus(incident.details().runbook().duration())));
  }

  private static String actions(IncidentDetails details) {
    List<String> lines = new ArrayList<>();
    details.method().steps().forEach(s -> lines.add((lines.size() + 1) + ". " + s.title()));
    return String.join("\n", lines);
  }

  private static String services(IncidentDetails details) {
    return details.runbook().services().stream()
        .map(s -> s.name())
        .collect(Collectors.joining(", "));
  }

  /** Only what was measured or confirmed is ticked; what was waived says by whom and why. */
  private static RichText resolvedChecklist(IncidentDetails details, State.Measuring state) {
    RichText out = new RichText(List.of());
    boolean first = true;
    for (ResolvedLine resolvedLine : details.runbook().templates().resolvedLines()) {
      Optional<RichText> line = ResolvedChecklist.line(resolvedLine, state.results());
      if (line.isPresent()) {
        out = (first ? out : out.text("\n")).add(line.get());
        first = false;
      }
    }
    return out;
  }
}
