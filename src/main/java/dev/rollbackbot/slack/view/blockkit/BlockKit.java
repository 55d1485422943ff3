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
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import java.util.List;

/** Block Kit in few words, every text cut to Slack's limit. */
public final class BlockKit {
  private BlockKit() {}

  public static PlainTextObject plain(String text, int most) {
    return PlainTextObject.builder()
        .text(BlockKitLimits.truncate(BlockKitLimits.nonEmpty(text), most))
        .emoji(true)
        .build();
  }

  static MarkdownTextObject mrkdwn(String text, int most) {
    return MarkdownTextObject.builder()
        .text(BlockKitLimits.truncateMarkup(BlockKitLimits.nonEmpty(text), most))
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

  public static LayoutBlock actions(String blockId, List<BlockElement> elements) {
    return ActionsBlock.builder().blockId(blockId).elements(elements).build();
  }

  public static ButtonElement button(BlockAction action, String label, ActionValue actionValue) {
    return button(action.actionId(), label, actionValue);
  }

  public static ButtonElement button(
      BlockAction action, String about, String label, ActionValue actionValue) {
    return button(action.actionId(about), label, actionValue);
  }

  private static ButtonElement button(String actionId, String label, ActionValue actionValue) {
    return ButtonElement.builder()
        .actionId(actionId)
        .text(plain(label, BlockKitLimits.BUTTON))
        .value(actionValue.encoded())
        .build();
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
        .value(BlockKitLimits.truncate(value, BlockKitLimits.OPTION_VALUE))
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

  public static PlainTextInputElement text(String actionId, boolean multiline, int most) {
    return PlainTextInputElement.builder()
        .actionId(actionId)
        .multiline(multiline)
        .maxLength(most)
        .build();
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
                .text(BlockKitLimits.truncate(title, BlockKitLimits.TITLE))
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
