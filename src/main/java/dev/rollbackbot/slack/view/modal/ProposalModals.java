package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.time.Duration;
import java.util.List;

/** The forms of a proposal's buttons. */
public final class ProposalModals {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12));

  private ProposalModals() {}

  public static View notNow(ModalContext context) {
    List<OptionObject> options =
        PAUSES.stream()
            .map(pause -> BlockKit.option(StatusText.durationText(pause), pause.toString()))
            .toList();
    LayoutBlock input =
        BlockKit.input(
            ActionModals.CHOICE,
            "Propose it again after",
            "It closes by itself when the trigger recovers before.",
            false,
            BlockKit.radio(ActionModals.CHOICE, options, PAUSES.getFirst().toString()));
    return ActionModals.modal(context, "Not now", "Put off", List.of(input));
  }

  public static View notThis(ModalContext context) {
    return ActionModals.reason(context, "It isn't this", "Close it", "Why is it no reason?");
  }

  /** What was chosen; one that is refused if it is none of the list. */
  public static Duration pause(String choice) {
    return PAUSES.stream()
        .filter(pause -> pause.toString().equals(choice))
        .findFirst()
        .orElse(Duration.ZERO);
  }
}
