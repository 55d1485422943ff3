package dev.rollbackbot.slack.view;

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
final class Kit {
  private Kit() {}

  static PlainTextObject plain(String text, int most) {
    return PlainTextObject.builder().text(Limits.cut(Limits.some(text), most)).emoji(true).build();
  }

  static MarkdownTextObject mrkdwn(String text, int most) {
    return MarkdownTextObject.builder().text(Limits.cutMarkup(Limits.some(text), most)).build();
  }

  static LayoutBlock header(String text) {
    return HeaderBlock.builder().text(plain(text, Limits.HEADER)).build();
  }

  static LayoutBlock divider() {
    return DividerBlock.builder().build();
  }

  static LayoutBlock section(String text) {
    return SectionBlock.builder().text(mrkdwn(text, Limits.SECTION)).build();
  }

  static LayoutBlock section(String blockId, String text, BlockElement accessory) {
    return SectionBlock.builder()
        .blockId(blockId)
        .text(mrkdwn(text, Limits.SECTION))
        .accessory(accessory)
        .build();
  }

  static LayoutBlock context(String text) {
    return ContextBlock.builder().elements(List.of(mrkdwn(text, Limits.CONTEXT))).build();
  }

  static LayoutBlock actions(String blockId, List<BlockElement> elements) {
    return ActionsBlock.builder().blockId(blockId).elements(elements).build();
  }

  static ButtonElement button(BlockAction action, String label, Value value) {
    return button(action.actionId(), label, value);
  }

  static ButtonElement button(BlockAction action, String about, String label, Value value) {
    return button(action.actionId(about), label, value);
  }

  private static ButtonElement button(String actionId, String label, Value value) {
    return ButtonElement.builder()
        .actionId(actionId)
        .text(plain(label, Limits.BUTTON))
        .value(value.encoded())
        .build();
  }

  static ButtonElement primary(ButtonElement button) {
    button.setStyle("primary");
    return button;
  }

  static ButtonElement danger(ButtonElement button) {
    button.setStyle("danger");
    return button;
  }

  static ButtonElement asking(ButtonElement button, String title, String text, String yes) {
    button.setConfirm(
        ConfirmationDialogObject.builder()
            .title(plain(title, Limits.CONFIRM_TITLE))
            .text(mrkdwn(text, Limits.CONFIRM_TEXT))
            .confirm(plain(yes, Limits.CONFIRM_BUTTON))
            .deny(plain("Back", Limits.CONFIRM_BUTTON))
            .style("danger".equals(button.getStyle()) ? "danger" : "primary")
            .build());
    return button;
  }

  static OptionObject option(String label, String value) {
    return OptionObject.builder()
        .text(plain(label, Limits.OPTION))
        .value(Limits.cut(value, Limits.OPTION_VALUE))
        .build();
  }

  static OptionObject option(String label, String value, String description) {
    OptionObject option = option(label, value);
    option.setDescription(plain(description, Limits.OPTION_DESCRIPTION));
    return option;
  }

  static LayoutBlock input(String blockId, String label, boolean optional, BlockElement element) {
    return InputBlock.builder()
        .blockId(blockId)
        .label(plain(label, Limits.CONTEXT))
        .element(element)
        .optional(optional)
        .build();
  }

  static LayoutBlock input(
      String blockId, String label, String hint, boolean optional, BlockElement element) {
    InputBlock block = (InputBlock) input(blockId, label, optional, element);
    block.setHint(plain(hint, Limits.CONTEXT));
    return block;
  }

  static PlainTextInputElement text(String actionId, boolean multiline, int most) {
    return PlainTextInputElement.builder()
        .actionId(actionId)
        .multiline(multiline)
        .maxLength(most)
        .build();
  }

  /** A modal that can only be read and closed. */
  static View modal(String callbackId, String title, String close, List<LayoutBlock> blocks) {
    return View.builder()
        .type("modal")
        .callbackId(callbackId)
        .title(ViewTitle.builder().type("plain_text").text(Limits.cut(title, Limits.TITLE)).build())
        .close(ViewClose.builder().type("plain_text").text(close).build())
        .blocks(blocks)
        .build();
  }

  static View submittable(View view, String label) {
    view.setSubmit(ViewSubmit.builder().type("plain_text").text(label).build());
    return view;
  }
}
