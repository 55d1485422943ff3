package dev.rollbackbot.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload.Action;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.Desk;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.slack.Aside.Ear;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.view.DeclareModal;
import dev.rollbackbot.slack.view.Verb;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What people press, in messages and in modals. */
final class Clicks {
  private static final Logger LOG = LoggerFactory.getLogger(Clicks.class);

  private final Backstage b;

  Clicks(Backstage backstage) {
    this.b = backstage;
  }

  void take(BlockActionPayload payload) {
    if (payload.getActions() == null) {
      return;
    }
    for (Action action : payload.getActions()) {
      take(payload, action);
    }
  }

  private void take(BlockActionPayload payload, Action action) {
    View view = payload.getView();
    if (view != null
        && DeclareModal.CALLBACK.equals(view.getCallbackId())
        && DeclareModal.isAdvice(action.getActionId())) {
      advise(view, payload.getUser().getId());
      return;
    }
    String value = value(action);
    Optional<Verb> verb = Verb.of(action.getActionId());
    Optional<IncidentId> incident = Verb.incidentOf(value);
    if (verb.isEmpty() || incident.isEmpty()) {
      LOG.info("{} asks for nothing", action.getActionId());
      if (view == null) {
        b.aside().tell(ear(payload, Optional.empty()), Words.meaningless());
      }
      return;
    }
    MDC.put("incident", incident.get().label());
    Optional<Incident> state = b.incident(incident.get());
    if (state.isEmpty()) {
      b.aside().tell(ear(payload, Optional.empty()), Words.gone());
    } else if (verb.get().opensDialog()) {
      dialog(payload, verb.get(), value, state.get());
    } else {
      act(payload, action, verb.get(), state.get());
    }
  }

  private static String value(Action action) {
    if (action.getSelectedOption() != null && action.getSelectedOption().getValue() != null) {
      return action.getSelectedOption().getValue();
    }
    return action.getValue() == null ? "" : action.getValue();
  }

  /** Draws the advice anew; a modal that has changed since then is drawn by its own click. */
  private void advise(View view, String person) {
    b.runbooks()
        .find(DeclareModal.runbookOf(view))
        .ifPresent(r -> {
          Instant now = b.clock().instant();
          DeclareModal.Form form =
              DeclareModal.read(r, view, DeclareModal.channelOf(view), person, now);
          Reply<Boolean> drawn =
              b.quick().redraw(view.getId(), view.getHash(), DeclareModal.view(r, form));
          if (drawn instanceof Failed<Boolean> f) {
            LOG.info("The advice stays as it was: {}", f.trouble().why());
          }
        });
  }

  private void dialog(BlockActionPayload payload, Verb verb, String value, Incident state) {
    View view =
        verb.dialog(
            value,
            state,
            Timeline.of(b.store().events(state.facts().id())),
            b.names(),
            b.clock().instant());
    Reply<Boolean> shown =
        payload.getView() == null
            ? b.quick().open(payload.getTriggerId(), view)
            : b.quick().push(payload.getTriggerId(), view);
    if (shown instanceof Failed<Boolean> f) {
      LOG.warn("The dialog of {} does not open: {}", verb, f.trouble().why());
      b.aside().tell(ear(payload, state.facts().channel()), Words.notShown(f.trouble().why()));
    }
  }

  private void act(BlockActionPayload payload, Action action, Verb verb, Incident state) {
    String person = payload.getUser().getId();
    Instant now = b.clock().instant();
    Caller.Told told =
        Caller.wish(
            b,
            person,
            state.facts().environment(),
            by -> {
              Optional<Command> command = verb.command(value(action), now, by, Map.of());
              return command
                  .map(c -> b.desk().handle(key(payload, action), state.facts().id(), c))
                  .orElseGet(() -> new Desk.Accepted(state));
            });
    LOG.info("{} by {}: {}", verb, person, told.getClass().getSimpleName());
    if (told instanceof Caller.Not not) {
      b.aside().tell(ear(payload, state.facts().channel()), not.text());
    }
  }

  /** The same click has the same key, however often it is delivered. */
  private static String key(BlockActionPayload payload, Action action) {
    BlockActionPayload.Container c = payload.getContainer();
    String where = c == null ? "" : c.getViewId() != null ? c.getViewId() : c.getMessageTs();
    return "act:" + payload.getUser().getId() + ":" + where + ":" + action.getActionTs();
  }

  static Ear ear(BlockActionPayload payload, Optional<Channel> home) {
    Optional<String> channel =
        Optional.ofNullable(payload.getChannel())
            .map(BlockActionPayload.Channel::getId)
            .or(() -> home.map(Channel::id));
    return new Ear(
        payload.getUser().getId(), channel, Optional.ofNullable(payload.getResponseUrl()));
  }
}
