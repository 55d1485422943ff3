package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Templates;
import dev.rollbackbot.runbook.Tick;
import dev.rollbackbot.runbook.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The runbook's templates, filled with what really happened. */
public final class Posts {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

  private Posts() {}

  /** The INCIDENT post of the incident's channel. */
  public static Prose incident(Incident incident) {
    return fill(templates(incident).incident(), incident, List.of());
  }

  /** The RESOLVED post. */
  public static Prose resolved(Incident incident) {
    return fill(templates(incident).resolved(), incident, List.of());
  }

  /** The incident's one message in the incidents channel, as it is now. */
  public static Prose card(Incident incident) {
    Facts f = incident.facts();
    return switch (incident.state()) {
      case State.Resolved _ -> resolved(incident);
      case State.Closed s ->
          Prose.of(f.id().label() + " · ")
              .text(f.runbook().name() + ". " + Headlines.situation(incident) + " by ")
              .person(s.by())
              .text(s.note().isBlank() ? "." : ": ")
              .quote(s.note());
      case State.Cancelled s -> cancelled(f, s);
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
  static Prose cancelled(Facts f, State.Cancelled s) {
    Prose text =
        Prose.of(f.id().label() + " is cancelled by ").person(s.by()).text(": ").quote(s.reason());
    if (s.partial().isEmpty() && f.earlier().isEmpty()) {
      return text.text("\nNothing was changed.");
    }
    List<Rollback> all = new ArrayList<>(f.earlier());
    s.partial().ifPresent(all::add);
    text = text.text("\nWhat was done, and what is live as far as is known:");
    for (Rollback r : all) {
      for (StepRun step : r.steps()) {
        text = text.text("\n• " + step.step().title() + ": ").add(Steps.ended(step));
      }
    }
    return text;
  }

  /** The first post to stakeholders. */
  static Prose stakeholderIncident(Incident incident) {
    return fill(templates(incident).stakeholderIncident(), incident, List.of());
  }

  /** When it drags on. */
  static Prose stakeholderUpdate(Incident incident) {
    // {status} is for people who work on it; those outside read it in their own words.
    String word = "{" + Variable.STATUS.word() + "}";
    return fill(
        templates(incident).stakeholderUpdate().replace(word, Headlines.outside(incident.state())),
        incident,
        List.of());
  }

  /** The last post to stakeholders. */
  static Prose stakeholderResolved(Incident incident) {
    return fill(templates(incident).stakeholderResolved(), incident, List.of());
  }

  /** The draft of the post-mortem: plain text. */
  public static String postMortem(Incident incident, List<Event> events) {
    return fill(templates(incident).postMortem(), incident, events).plain();
  }

  private static Templates templates(Incident incident) {
    return incident.facts().runbook().templates();
  }

  private static Prose fill(String template, Incident incident, List<Event> events) {
    Prose out = new Prose(List.of());
    Matcher m = VARIABLE.matcher(template);
    int from = 0;
    while (m.find()) {
      Optional<Variable> variable = Variable.of(m.group(1));
      if (variable.isPresent()) {
        out =
            out.text(template.substring(from, m.start()))
                .add(value(variable.get(), incident, events));
        from = m.end();
      }
    }
    return out.text(template.substring(from));
  }

  private static Prose value(Variable variable, Incident incident, List<Event> events) {
    Facts f = incident.facts();
    Declaration d = f.declaration();
    return switch (variable) {
      case INCIDENT -> Prose.of(f.id().label());
      case RUNBOOK -> Prose.of(f.runbook().name());
      case ENVIRONMENT -> Prose.of(d.environment());
      case SEVERITY -> Prose.of(d.severity().name());
      case STATUS -> Prose.of(Headlines.situation(incident));
      case IMPACT -> Prose.of(f.runbook().impact());
      case OBSERVED -> observed(f);
      case DESCRIPTION -> d.description().isBlank() ? observed(f) : quote(d.description());
      case DETECTED_AT -> at(d.detectedAt());
      case DECLARED_AT -> at(f.declaredAt());
      case STARTED_AT -> Moments.started(incident).map(Posts::at).orElse(Prose.of("not yet"));
      case COMPLETED_AT -> completed(incident);
      case RESTORED_AT ->
          Moments.restored(incident.state()).map(Posts::at).orElse(Prose.of("not yet"));
      case ACTIONS -> Prose.of(actions(f));
      case ETA -> Prose.of(f.runbook().eta());
      case LEAD -> new Prose(List.of()).person(d.lead());
      case SERVICES -> Prose.of(services(f));
      case DURATION ->
          Moments.ended(incident.state())
              .map(e -> Prose.of(Headlines.words(Duration.between(f.declaredAt(), e))))
              .orElse(Prose.of("not over yet"));
      case TICKS ->
          incident.state() instanceof State.Measuring m
              ? ticks(f, m)
              : Prose.of("not measured yet");
      case POST_MORTEM_DATE ->
          incident.state() instanceof State.Resolved r
              ? new Prose(List.of()).with(Prose.Kind.DATE, r.postMortem().toString(), "")
              : Prose.of("not set yet");
      case LOG -> new Prose(List.of()).log(f.id().label());
      case TIMELINE -> timeline(events);
    };
  }

  private static Prose at(Instant instant) {
    return new Prose(List.of()).time(instant);
  }

  private static Prose quote(String text) {
    return new Prose(List.of()).quote(text);
  }

  /** What was seen: the trigger, as people say it. */
  public static Prose observed(Facts f) {
    String id = f.declaration().observed();
    return f.runbook().triggers().stream()
        .filter(t -> t.id().equals(id))
        .map(t -> Prose.of(t.text()))
        .findFirst()
        .orElseGet(() -> Prose.of("Something else"));
  }

  private static Prose completed(Incident incident) {
    return Moments.completed(incident.state())
        .map(Posts::at)
        .orElseGet(() ->
            at(
                Moments.started(incident)
                    .orElse(incident.facts().declaredAt())
                    .plus(incident.facts().runbook().duration())));
  }

  private static String actions(Facts f) {
    List<String> lines = new ArrayList<>();
    f.method().steps().forEach(s -> lines.add((lines.size() + 1) + ". " + s.title()));
    return String.join("\n", lines);
  }

  private static String services(Facts f) {
    return f.runbook().services().stream().map(s -> s.name()).collect(Collectors.joining(", "));
  }

  /** Only what was measured or confirmed is ticked; what was waived says by whom and why. */
  private static Prose ticks(Facts f, State.Measuring state) {
    Prose out = new Prose(List.of());
    boolean first = true;
    for (Tick tick : f.runbook().templates().ticks()) {
      Optional<Prose> line = Ticks.line(tick, state.measurements());
      if (line.isPresent()) {
        out = (first ? out : out.text("\n")).add(line.get());
        first = false;
      }
    }
    return out;
  }

  private static Prose timeline(List<Event> events) {
    Prose out = new Prose(List.of());
    boolean first = true;
    for (Timeline.Entry e : Timeline.of(events)) {
      out = (first ? out : out.text("\n")).text("- ").time(e.at()).text(": ").add(e.text());
      first = false;
    }
    return out;
  }
}
