package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.util.List;
import java.util.Optional;

/** The modal that changes what was declared about an incident. */
public final class DeclarationModal {
  public static final String SEVERITY = DeclareModal.SEVERITY;
  public static final String AFFECTING = DeclareModal.AFFECTING;
  public static final String LEAD = DeclareModal.LEAD;
  public static final String DESCRIPTION = DeclareModal.TEXT;
  public static final String BEGAN = DeclareModal.BEGAN;
  public static final String YES = DeclareModal.YES;

  private DeclarationModal() {}

  /** Filled in with what is so now; its value tells which that was. */
  public static View view(ModalContext context) {
    IncidentDetails details = context.incident().details();
    DeclareModal.DeclareForm now = form(details);
    List<LayoutBlock> blocks =
        List.of(
            BlockKit.input(SEVERITY, "How severe is it?", false, DeclareInputs.severity(now)),
            BlockKit.input(
                AFFECTING, "Is it affecting users?", false, DeclareInputs.affecting(now)),
            BlockKit.input(LEAD, "Incident lead", false, DeclareInputs.lead(now)),
            BlockKit.input(
                DESCRIPTION,
                "Describe it",
                "What users see, in a sentence. Stakeholders read it too.",
                true,
                DeclareInputs.text(now)),
            BlockKit.input(
                BEGAN,
                "It began at, if known",
                "A plan that isn't approved yet is made again for another time.",
                true,
                DeclareInputs.beganAt(now)),
            BlockKit.input(
                ActionModals.TEXT,
                "Why is it changed?",
                false,
                BlockKit.text(ActionModals.TEXT, true, ActionModals.MAX_REASON)));
    View view = ActionModals.modal(context, "Severity, impact, lead", "Change", blocks);
    view.setPrivateMetadata(
        ActionValue.of(details.id(), details.declaration().fingerprint()).encoded());
    return view;
  }

  private static DeclareModal.DeclareForm form(IncidentDetails details) {
    Declaration declaration = details.declaration();
    return new DeclareModal.DeclareForm(
        details.runbook().id(),
        "",
        Optional.of(declaration.environment()),
        declaration.observed(),
        declaration.affectingUsers(),
        declaration.severity(),
        declaration.description(),
        declaration.detectedAt(),
        declaration.lead(),
        declaration.method(),
        declaration.beganAt(),
        declaration.visibility().orElse(details.runbook().visibility()),
        declaration.forDrill());
  }
}
