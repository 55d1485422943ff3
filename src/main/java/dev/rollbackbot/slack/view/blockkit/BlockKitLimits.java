package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.text.Truncation;

/** Slack's limits, and truncation of markup. */
public final class BlockKitLimits {
  public static final int SECTION = 3_000;
  static final int HEADER = 150;
  static final int BUTTON = 75;
  static final int BUTTON_VALUE = 2_000;
  public static final int OPTION = 75;
  public static final int OPTION_VALUE = 150;
  static final int OPTION_DESCRIPTION = 75;
  public static final int OPTIONS = 100;

  /** Of radio buttons; Slack refuses a modal with more. */
  public static final int RADIO_OPTIONS = 10;

  static final int TITLE = 24;
  public static final int ID = 255;
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;
  static final int CONTEXT = 2_000;
  public static final int MESSAGE_TEXT = 3_000;
  public static final int MODAL_BLOCKS = 100;

  /** The ids of blocks begin so that are never truncated to make room. */
  static final String CONSENT = "consent:";

  /** Our own limit: the panel is read on a phone. */
  public static final int PANEL_BLOCKS = 15;

  /** Slack accepts about 13,200 characters in a message: half is left for menus and buttons. */
  static final int TEXTS = 6_600;

  /** The limit of each block if all texts of a message together are too long. */
  static final int BLOCK_SHARE = 400;

  /** Our own limit: a version's name in a menu. */
  public static final int CANDIDATE = 40;

  /** Slack accepts 250 KB in a view, of which this is text. */
  static final int VIEW_TEXT_BYTES = 180_000;

  private static final String CODE_BLOCK = "```";

  private BlockKitLimits() {}

  /** Leaves no half mention, link or entity, and closes a code block. */
  public static String truncateMarkup(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    String out = withoutSplitMarkup(Truncation.truncate(text, maxLength - CODE_BLOCK.length()));
    boolean open =
        (out.length() - out.replace(CODE_BLOCK, "").length()) / CODE_BLOCK.length() % 2 == 1;
    return open ? out + CODE_BLOCK : out;
  }

  private static String withoutSplitMarkup(String truncated) {
    int from = truncated.length() - 1;
    int mention = truncated.lastIndexOf('<');
    if (mention > truncated.lastIndexOf('>')) {
      from = mention;
    }
    int entity = truncated.lastIndexOf('&', from);
    if (entity > truncated.lastIndexOf(';', from)) {
      from = Math.min(from, entity);
    }
    while (from > 0 && truncated.charAt(from - 1) == '`') {
      from--;
    }
    return truncated.substring(0, from) + "…";
  }

  /** Slack refuses blank texts. */
  public static String nonEmpty(String text) {
    return text.isBlank() ? "–" : text;
  }
}
