package dev.rollbackbot.slack;

import com.slack.api.model.view.View;
import dev.rollbackbot.app.Desk;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.Aside.Ear;
import dev.rollbackbot.slack.view.DeclareModal;
import dev.rollbackbot.slack.view.Verb;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Modals that are submitted. */
final class Submissions {
  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);

  private final Backstage b;

  Submissions(Backstage backstage) {
    this.b = backstage;
  }

  /** What the modal does next. */
  sealed interface Next {}

  /** It closes. */
  record Close() implements Next {}

  /** It closes, and all below it. */
  record Clear() implements Next {}

  /** It stays and says what is wrong where. */
  record Errors(Map<String, String> byBlock) implements Next {}

  /** It stays below a note. */
  record Say(String text) implements Next {}

  /**
   * Takes one.
   *
   * @param trigger unique to this press of the button; the same at a second delivery
   */
  Next take(View view, String person, String trigger) {
    String key = "view:" + view.getId() + ":" + trigger;
    return DeclareModal.CALLBACK.equals(view.getCallbackId())
        ? declare(view, person, key)
        : Verb.ofCallback(view.getCallbackId())
            .map(verb -> act(verb, view, person, key))
            .orElseGet(Close::new);
  }

  private Next declare(View view, String person, String key) {
    String id = DeclareModal.runbookOf(view);
    Optional<Runbook> runbook = b.runbooks().find(id);
    if (runbook.isEmpty()) {
      return new Say(Words.runbookGone(id));
    }
    Runbook r = runbook.get();
    Instant now = b.clock().instant();
    String channel = DeclareModal.channelOf(view);
    DeclareModal.Form form = DeclareModal.read(r, view, channel, person, now);
    Map<String, String> problems = DeclareModal.problems(r, form, now);
    Optional<Environment> where = form.environment().flatMap(r::environment);
    if (!problems.isEmpty() || where.isEmpty()) {
      return new Errors(problems);
    }
    Caller.Told told =
        Caller.wish(
            b, person, where.get(), by -> b.desk().declare(key, by, r, form.declaration(r)));
    LOG.info("declare {} by {}: {}", r.id(), person, told.getClass().getSimpleName());
    return switch (told) {
      case Caller.Not not -> new Say(not.text());
      case Caller.Stored(Desk.Accepted accepted) -> {
        Optional<Channel> home = accepted.incident().facts().channel();
        b.aside()
            .tell(
                new Ear(person, Optional.of(channel).filter(c -> !c.isEmpty()), Optional.empty()),
                Words.started(accepted.incident().id(), home));
        yield new Clear();
      }
    };
  }

  private Next act(Verb verb, View view, String person, String key) {
    String value = view.getPrivateMetadata() == null ? "" : view.getPrivateMetadata();
    Optional<IncidentId> incident = Verb.incidentOf(value);
    if (incident.isEmpty()) {
      return new Close();
    }
    MDC.put("incident", incident.get().label());
    Optional<Incident> state = b.incident(incident.get());
    if (state.isEmpty()) {
      return refused(verb, Caller.Not.of(Words.gone()));
    }
    Instant now = b.clock().instant();
    Map<String, String> fields = Verb.fields(view);
    Caller.Told told =
        Caller.wish(
            b,
            person,
            state.get().facts().environment(),
            by -> {
              Optional<Command> command = verb.command(value, now, by, fields);
              return command
                  .map(c -> b.desk().handle(key, incident.get(), c))
                  .orElseGet(() -> new Desk.Accepted(state.get()));
            });
    LOG.info("{} by {}: {}", verb, person, told.getClass().getSimpleName());
    return switch (told) {
      case Caller.Stored _ -> new Close();
      case Caller.Not not -> refused(verb, not);
    };
  }

  private static Next refused(Verb verb, Caller.Not not) {
    String field = Verb.errorField(verb);
    return field.isEmpty() ? new Say(not.text()) : new Errors(Map.of(field, not.plain()));
  }
}
