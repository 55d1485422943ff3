package dev.rollbackbot.slack.view.blockkit;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.DividerBlock;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.ConfirmationDialogObject;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.RadioButtonsElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.text.Truncation;
import dev.rollbackbot.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** Creates Block Kit elements; every text is cut to Slack's limit. */
public final class BlockKit {
  private static final int MAX_SECTIONS = 4;

  private BlockKit() {}

  public static PlainTextObject plain(String text, int maxLength) {
    return PlainTextObject.builder()
        .text(Truncation.truncate(BlockKitLimits.nonEmpty(VisibleText.of(text)), maxLength))
        .emoji(true)
        .build();
  }

  /** Slack must not look for links and mentions in it: those that are meant are written as such. */
  static MarkdownTextObject mrkdwn(String text, int maxLength) {
    return MarkdownTextObject.builder()
        .verbatim(true)
        .text(BlockKitLimits.truncateMarkup(BlockKitLimits.nonEmpty(text), maxLength))
        .build();
  }

  public static LayoutBlock header(String text) {
    return HeaderBlock.builder().text(plain(text, BlockKitLimits.HEADER)).build();
  }

  public static LayoutBlock divider() {
    return DividerBlock.builder().build();
  }

  public static LayoutBlock section(String text) {
    return SectionBlock.builder().text(mrkdwn(text, BlockKitLimits.SECTION)).build();
  }

  /** What a person consents to: it is not made shorter so that other texts have room. */
  public static LayoutBlock consent(String id, String text) {
    return SectionBlock.builder()
        .blockId(Truncation.truncate(BlockKitLimits.CONSENT + id, BlockKitLimits.ID))
        .text(mrkdwn(text, BlockKitLimits.SECTION))
        .build();
  }

  /** The text in as many sections as it needs, four at most. */
  public static List<LayoutBlock> sections(String text) {
    List<LayoutBlock> out = new ArrayList<>();
    String rest = text;
    while (rest.length() > BlockKitLimits.SECTION && out.size() < MAX_SECTIONS - 1) {
      int end = rest.lastIndexOf('\n', BlockKitLimits.SECTION);
      int cut = end > 0 ? end : BlockKitLimits.SECTION;
      out.add(section(rest.substring(0, cut)));
      rest = rest.substring(cut).stripLeading();
    }
    out.add(section(rest));
    return List.copyOf(out);
  }

  public static LayoutBlock section(String blockId, String text, BlockElement accessory) {
    return SectionBlock.builder()
        .blockId(blockId)
        .text(mrkdwn(text, BlockKitLimits.SECTION))
        .accessory(accessory)
        .build();
  }

  public static LayoutBlock context(String text) {
    return ContextBlock.builder().elements(List.of(mrkdwn(text, BlockKitLimits.CONTEXT))).build();
  }

  /** Small texts below each other, in as few blocks as hold them. */
  public static List<LayoutBlock> contexts(List<String> texts) {
    List<LayoutBlock> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String next : texts) {
      if (!text.isEmpty() && text.length() + next.length() >= BlockKitLimits.CONTEXT) {
        blocks.add(context(text.toString()));
        text.setLength(0);
      }
      text.append(text.isEmpty() ? "" : "\n").append(next);
    }
    if (!text.isEmpty()) {
      blocks.add(context(text.toString()));
    }
    return blocks;
  }

  public static LayoutBlock actions(String blockId, List<BlockElement> elements) {
    return ActionsBlock.builder().blockId(blockId).elements(elements).build();
  }

  public static ButtonElement button(BlockAction action, String label, ActionValue value) {
    return button(action.actionId(), label, value);
  }

  public static ButtonElement button(BlockAction action, String label, IncidentId id) {
    return button(action, label, ActionValue.of(id));
  }

  public static ButtonElement button(
      BlockAction action, String about, String label, ActionValue value) {
    return button(action.actionId(about), label, value);
  }

  private static ButtonElement button(String actionId, String label, ActionValue value) {
    return button(actionId, label, value.encoded());
  }

  public static ButtonElement button(String actionId, String label, String value) {
    return ButtonElement.builder()
        .actionId(Truncation.truncate(actionId, BlockKitLimits.ID))
        .text(plain(label, BlockKitLimits.BUTTON))
        .value(value)
        .build();
  }

  /** Has every button say how far the incident had come when it was shown. */
  public static List<LayoutBlock> seenAt(Stage stage, List<LayoutBlock> blocks) {
    for (LayoutBlock block : blocks) {
      switch (block) {
        case ActionsBlock actions -> actions.getElements().forEach(e -> seenAt(stage, e));
        case SectionBlock section when section.getAccessory() != null ->
            seenAt(stage, section.getAccessory());
        default -> {}
      }
    }
    return blocks;
  }

  private static void seenAt(Stage stage, BlockElement element) {
    if (element instanceof ButtonElement button) {
      ActionValue.decode(button.getValue())
          .ifPresent(value -> button.setValue(value.seenAt(stage).encoded()));
    }
  }

  public static ButtonElement primary(ButtonElement button) {
    button.setStyle("primary");
    return button;
  }

  public static ButtonElement danger(ButtonElement button) {
    button.setStyle("danger");
    return button;
  }

  public static ButtonElement withConfirmation(
      ButtonElement button, String title, String text, String yes) {
    button.setConfirm(
        ConfirmationDialogObject.builder()
            .title(plain(title, BlockKitLimits.CONFIRM_TITLE))
            .text(mrkdwn(text, BlockKitLimits.CONFIRM_TEXT))
            .confirm(plain(yes, BlockKitLimits.CONFIRM_BUTTON))
            .deny(plain("Back", BlockKitLimits.CONFIRM_BUTTON))
            .style("danger".equals(button.getStyle()) ? "danger" : "primary")
            .build());
    return button;
  }

  public static OptionObject option(String label, String value) {
    return OptionObject.builder()
        .text(plain(label, BlockKitLimits.OPTION))
        .value(Truncation.truncate(value, BlockKitLimits.OPTION_VALUE))
        .build();
  }

  public static OptionObject option(String label, String value, String description) {
    OptionObject option = option(label, value);
    option.setDescription(plain(description, BlockKitLimits.OPTION_DESCRIPTION));
    return option;
  }

  public static LayoutBlock input(
      String blockId, String label, boolean optional, BlockElement element) {
    return InputBlock.builder()
        .blockId(blockId)
        .label(plain(label, BlockKitLimits.CONTEXT))
        .element(element)
        .optional(optional)
        .build();
  }

  public static LayoutBlock input(
      String blockId, String label, String hint, boolean optional, BlockElement element) {
    InputBlock block = (InputBlock) input(blockId, label, optional, element);
    block.setHint(plain(hint, BlockKitLimits.CONTEXT));
    return block;
  }

  public static PlainTextInputElement text(String actionId, boolean multiline, int maxLength) {
    return PlainTextInputElement.builder()
        .actionId(actionId)
        .multiline(multiline)
        .maxLength(maxLength)
        .build();
  }

  public static StaticSelectElement select(
      String actionId, List<OptionObject> options, String initialValue) {
    return StaticSelectElement.builder()
        .actionId(actionId)
        .options(options)
        .initialOption(initial(options, initialValue))
        .build();
  }

  public static RadioButtonsElement radio(
      String actionId, List<OptionObject> options, String initialValue) {
    RadioButtonsElement radio = radio(actionId, options);
    radio.setInitialOption(initial(options, initialValue));
    return radio;
  }

  /** Without an initial option, where an unintended choice would matter. */
  public static RadioButtonsElement radio(String actionId, List<OptionObject> options) {
    return RadioButtonsElement.builder().actionId(actionId).options(options).build();
  }

  private static OptionObject initial(List<OptionObject> options, String value) {
    return options.stream()
        .filter(o -> o.getValue().equals(value))
        .findFirst()
        .orElse(options.getFirst());
  }

  /** A modal that can only be read and closed. */
  public static View modal(
      String callbackId, String title, String close, List<LayoutBlock> blocks) {
    return View.builder()
        .type("modal")
        .callbackId(callbackId)
        .title(
            ViewTitle.builder()
                .type("plain_text")
                .text(Truncation.truncate(title, BlockKitLimits.TITLE))
                .build())
        .close(ViewClose.builder().type("plain_text").text(close).build())
        .blocks(blocks)
        .build();
  }

  public static View submittable(View view, String label) {
    view.setSubmit(ViewSubmit.builder().type("plain_text").text(label).build());
    return view;
  }
}
