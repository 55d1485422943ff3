package dev.rollbackbot.slack.inbound;

import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.inbound.EphemeralMessenger.Ear;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.FormValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Modals that are submitted. */
final class ViewSubmissionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ViewSubmissionHandler.class);

  private final HandlerContext context;

  ViewSubmissionHandler(HandlerContext context) {
    this.context = context;
  }

  /** What the modal does next. */
  sealed interface ModalResponse {}

  /** It closes. */
  record CloseModal() implements ModalResponse {}

  /** It closes, and all below it. */
  record ClearModals() implements ModalResponse {}

  /** It stays and says what is wrong where. */
  record FieldErrors(Map<String, String> byBlock) implements ModalResponse {}

  /** It stays below a note. */
  record ShowNotice(String text) implements ModalResponse {}

  /**
   * Takes one.
   *
   * @param trigger unique to this press of the button; the same at a second delivery
   */
  ModalResponse handle(View view, String person, String trigger) {
    String key = "view:" + view.getId() + ":" + trigger;
    return DeclareModal.CALLBACK.equals(view.getCallbackId())
        ? declare(view, person, key)
        : PanelAction.ofCallback(view.getCallbackId())
            .map(panelAction -> execute(panelAction, view, person, key))
            .orElseGet(CloseModal::new);
  }

  private ModalResponse declare(View view, String person, String key) {
    String id = DeclareModal.runbookOf(view);
    Optional<Runbook> runbook = context.runbooks().find(id);
    if (runbook.isEmpty()) {
      return new ShowNotice(Replies.runbookGone(id));
    }
    Runbook chosen = runbook.get();
    Instant now = context.clock().instant();
    String channel = DeclareModal.channelOf(view);
    DeclareModal.Form form = DeclareModal.read(chosen, view, channel, person, now);
    Map<String, String> problems = DeclareModal.problems(chosen, form, now);
    Optional<Environment> where = form.environment().flatMap(chosen::environment);
    if (!problems.isEmpty() || where.isEmpty()) {
      return new FieldErrors(problems);
    }
    CommandSubmitter.SubmissionResult result =
        CommandSubmitter.submit(
            context,
            person,
            where.get(),
            by -> context.commands().declare(key, by, chosen, form.declaration(chosen)));
    LOG.info("declare {} by {}: {}", chosen.id(), person, result.getClass().getSimpleName());
    return switch (result) {
      case CommandSubmitter.NotSubmitted notSubmitted -> new ShowNotice(notSubmitted.text());
      case CommandSubmitter.Submitted(IncidentCommands.Committed committed) -> {
        Optional<Channel> home = committed.incident().details().channel();
        context
            .ephemeral()
            .send(
                new Ear(person, Optional.of(channel).filter(c -> !c.isEmpty()), Optional.empty()),
                Replies.started(committed.incident().id(), home));
        yield new ClearModals();
      }
    };
  }

  private ModalResponse execute(PanelAction action, View view, String person, String key) {
    String value = view.getPrivateMetadata() == null ? "" : view.getPrivateMetadata();
    Optional<IncidentId> incident = PanelAction.incidentOf(value);
    if (incident.isEmpty()) {
      return new CloseModal();
    }
    MDC.put("incident", incident.get().label());
    Optional<Incident> state = context.incident(incident.get());
    if (state.isEmpty()) {
      return refused(action, CommandSubmitter.NotSubmitted.of(Replies.gone()));
    }
    Instant now = context.clock().instant();
    Map<String, String> fields = FormValues.of(view);
    CommandSubmitter.SubmissionResult result =
        CommandSubmitter.submit(
            context,
            person,
            state.get().details().environment(),
            by -> {
              Optional<Command> command = action.command(value, now, by, fields);
              return command
                  .map(c -> context.commands().handle(key, incident.get(), c))
                  .orElseGet(() -> new IncidentCommands.Committed(state.get()));
            });
    LOG.info("{} by {}: {}", action, person, result.getClass().getSimpleName());
    return switch (result) {
      case CommandSubmitter.Submitted _ -> new CloseModal();
      case CommandSubmitter.NotSubmitted notSubmitted -> refused(action, notSubmitted);
    };
  }

  private static ModalResponse refused(
      PanelAction action, CommandSubmitter.NotSubmitted notSubmitted) {
    return action
        .errorField()
        .<ModalResponse>map(field -> new FieldErrors(Map.of(field, notSubmitted.plain())))
        .orElseGet(() -> new ShowNotice(notSubmitted.text()));
  }
}
