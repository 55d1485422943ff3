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
  public static Prose incident(State.Declared state) {
    return fill(templates(state).incident(), state, List.of());
  }

  /** The RESOLVED post. */
  public static Prose resolved(State.Resolved state) {
    return fill(templates(state).resolved(), state, List.of());
  }

  /** The incident's one message in the incidents channel, as it is now. */
  public static Prose card(State.Declared state) {
    return switch (state) {
      case State.Resolved s -> resolved(s);
      case State.Closed s ->
          Prose.of(s.facts().id().label() + " · ")
              .text(s.facts().runbook().name() + ". " + Headlines.situation(s) + " by ")
              .person(s.by())
              .text(s.note().isBlank() ? "." : ": ")
              .quote(s.note());
      case State.Cancelled s -> cancelled(s);
      case State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.RollingBack _,
          State.Paused _,
          State.Blocked _,
          State.Propagating _,
          State.Verifying _,
          State.AwaitingSignOff _ ->
          incident(state);
    };
  }

  /** What is said when a rollback is given up: nothing that was done is hidden. */
  static Prose cancelled(State.Cancelled s) {
    Prose text =
        Prose.of(s.facts().id().label() + " is cancelled by ")
            .person(s.by())
            .text(": ")
            .quote(s.reason());
    if (s.partial().isEmpty() && s.facts().earlier().isEmpty()) {
      return text.text("\nNothing was changed.");
    }
    List<Rollback> all = new ArrayList<>(s.facts().earlier());
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
  static Prose stakeholderIncident(State.Declared state) {
    return fill(templates(state).stakeholderIncident(), state, List.of());
  }

  /** When it drags on. */
  static Prose stakeholderUpdate(State.Declared state) {
    // {status} is for people who work on it; those outside read it in their own words.
    String word = "{" + Variable.STATUS.word() + "}";
    return fill(
        templates(state).stakeholderUpdate().replace(word, Headlines.outside(state)),
        state,
        List.of());
  }

  /** The last post to stakeholders. */
  static Prose stakeholderResolved(State.Resolved state) {
    return fill(templates(state).stakeholderResolved(), state, List.of());
  }

  /** The draft of the post-mortem: plain text. */
  public static String postMortem(State.Declared state, List<Event> events) {
    return fill(templates(state).postMortem(), state, events).plain();
  }

  private static Templates templates(State.Declared state) {
    return state.facts().runbook().templates();
  }

  private static Prose fill(String template, State.Declared state, List<Event> events) {
    Prose out = new Prose(List.of());
    Matcher m = VARIABLE.matcher(template);
    int from = 0;
    while (m.find()) {
      Optional<Variable> variable = Variable.of(m.group(1));
      if (variable.isPresent()) {
        out =
            out.text(template.substring(from, m.start())).add(value(variable.get(), state, events));
        from = m.end();
      }
    }
    return out.text(template.substring(from));
  }

  private static Prose value(Variable variable, State.Declared state, List<Event> events) {
    Facts f = state.facts();
    Declaration d = f.declaration();
    return switch (variable) {
      case INCIDENT -> Prose.of(f.id().label());
      case RUNBOOK -> Prose.of(f.runbook().name());
      case ENVIRONMENT -> Prose.of(d.environment());
      case SEVERITY -> Prose.of(d.severity().name());
      case STATUS -> Prose.of(Headlines.situation(state));
      case IMPACT -> Prose.of(f.runbook().impact());
      case OBSERVED -> observed(f);
      case DESCRIPTION -> d.description().isBlank() ? observed(f) : quote(d.description());
      case DETECTED_AT -> at(d.detectedAt());
      case DECLARED_AT -> at(f.declaredAt());
      case STARTED_AT -> Moments.started(state).map(Posts::at).orElse(Prose.of("not yet"));
      case COMPLETED_AT -> completed(state);
      case RESTORED_AT -> Moments.restored(state).map(Posts::at).orElse(Prose.of("not yet"));
      case ACTIONS -> Prose.of(actions(f));
      case ETA -> Prose.of(f.runbook().eta());
      case LEAD -> new Prose(List.of()).person(d.lead());
      case SERVICES -> Prose.of(services(f));
      case DURATION ->
          Moments.ended(state)
              .map(e -> Prose.of(Headlines.words(Duration.between(f.declaredAt(), e))))
              .orElse(Prose.of("not over yet"));
      case TICKS -> state instanceof State.Measuring m ? ticks(m) : Prose.of("not measured yet");
      case POST_MORTEM_DATE ->
          state instanceof State.Resolved r
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

  private static Prose completed(State.Declared state) {
    return Moments.completed(state)
        .map(Posts::at)
        .orElseGet(() ->
            at(
                Moments.started(state)
                    .orElse(state.facts().declaredAt())
                    .plus(state.facts().runbook().duration())));
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
  private static Prose ticks(State.Measuring state) {
    Prose out = new Prose(List.of());
    boolean first = true;
    for (Tick tick : state.facts().runbook().templates().ticks()) {
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
