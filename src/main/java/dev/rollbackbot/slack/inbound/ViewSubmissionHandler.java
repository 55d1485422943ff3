package dev.rollbackbot.slack.inbound;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.CommandSubmitter.SubmissionResult;
import dev.rollbackbot.slack.inbound.CommandSubmitter.Submitted;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.FormValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Handles submitted modals. */
record ViewSubmissionHandler(HandlerContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(ViewSubmissionHandler.class);

  sealed interface ModalResponse {}

  record CloseModal() implements ModalResponse {}

  /** Closes all modals of the stack. */
  record ClearModals() implements ModalResponse {}

  record FieldErrors(Map<String, String> byBlock) implements ModalResponse {}

  /** Shows a notice on top of the modal, which keeps what was filled in. */
  record ShowNotice(List<LayoutBlock> blocks) implements ModalResponse {
    static ShowNotice of(String text) {
      return new ShowNotice(List.of(BlockKit.section(text)));
    }
  }

  /** The trigger is unique to one press of the button, and the same at its second delivery. */
  ModalResponse handle(View view, String person, String trigger) {
    String key = "view:" + view.getId() + ":" + trigger;
    return DeclareModal.declares(view)
        ? declare(view, person, key)
        : PanelAction.ofCallback(view.getCallbackId())
            .map(action -> submit(action, view, person, key))
            .orElseGet(CloseModal::new);
  }

  private ModalResponse declare(View view, String person, String key) {
    String id = DeclareModal.runbookOf(view);
    Optional<Runbook> found = context.runbooks().find(id);
    if (found.isEmpty()) {
      return ShowNotice.of(Replies.runbookMissing(id));
    }
    Runbook runbook = found.get();
    Instant now = context.clock().instant();
    String channel = DeclareModal.channelOf(view);
    DeclareModal.DeclareForm declareForm = DeclareModal.read(runbook, view, channel, person, now);
    Map<String, String> problems = DeclareModal.problems(runbook, declareForm, now);
    Optional<Environment> environment = declareForm.environment().flatMap(runbook::environment);
    if (!problems.isEmpty() || environment.isEmpty()) {
      return new FieldErrors(problems);
    }
    SubmissionResult result =
        CommandSubmitter.declare(
            context,
            person,
            environment.get(),
            actor ->
                context.commands().declare(key, actor, runbook, declareForm.declaration(runbook)));
    String outcome = result.getClass().getSimpleName();
    LOG.info("action=DECLARE runbook={} person={} result={}", id, person, outcome);
    return switch (result) {
      case NotSubmitted notSubmitted -> new ShowNotice(notSubmitted.shown());
      case Submitted(IncidentCommands.Committed(Incident incident)) -> {
        context
            .ephemeral()
            .send(
                new ReplyTarget(
                    person, Optional.of(channel).filter(c -> !c.isEmpty()), Optional.empty()),
                () -> started(incident, person));
        yield new ClearModals();
      }
    };
  }

  private OutgoingMessage started(Incident incident, String person) {
    String text = Replies.started(incident.details());
    String nobody =
        context
            .roles()
            .nobodyElseApproves(person, incident.details().environment())
            .map(why -> "\n:warning: " + Mrkdwn.escape(why))
            .orElse("");
    return new OutgoingMessage(text + nobody, List.of());
  }

  private ModalResponse submit(PanelAction action, View view, String person, String key) {
    String value = Objects.requireNonNullElse(view.getPrivateMetadata(), "");
    Optional<IncidentId> id = PanelAction.incidentOf(value);
    if (id.isEmpty()) {
      return new CloseModal();
    }
    MDC.put("incident", id.get().label());
    SubmissionResult result =
        context
            .incident(id.get())
            .map(incident ->
                CommandSubmitter.submit(
                    context, person, incident, key, action, value, FormValues.of(view)))
            .orElseGet(() -> NotSubmitted.of(Replies.unknownIncident()));
    return switch (result) {
      case Submitted _ -> new CloseModal();
      case NotSubmitted refusal when !refusal.blocks().isEmpty() ->
          new ShowNotice(refusal.blocks());
      case NotSubmitted refusal ->
          action
              .errorField()
              .<ModalResponse>map(field -> new FieldErrors(Map.of(field, refusal.plain())))
              .orElseGet(() -> new ShowNotice(refusal.shown()));
    };
  }
}
