package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.text.Truncation;

/** Slack's limits, and cutting text to them. */
public final class BlockKitLimits {
  public static final int SECTION = 3_000;
  static final int HEADER = 150;
  static final int BUTTON = 75;
  public static final int OPTION = 75;
  public static final int OPTION_VALUE = 150;
  static final int OPTION_DESCRIPTION = 75;
  public static final int OPTIONS = 100;
  static final int TITLE = 24;
  public static final int ID = 255;
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;
  static final int CONTEXT = 2_000;
  public static final int MESSAGE_TEXT = 3_000;
  public static final int MODAL_BLOCKS = 100;

  /** Ours: the panel is read on a phone. */
  public static final int PANEL_BLOCKS = 15;

  /** Slack takes about 13,200 characters in all blocks of a message: half is for menus, buttons. */
  static final int TEXTS = 6_600;

  /** What each block of a message keeps where all of them together are too long. */
  static final int SHARE = 400;

  /** Ours: a version's name in a menu. */
  public static final int CANDIDATE = 40;

  /** Slack takes 250 KB in a view; this is text alone. */
  static final int VIEW_TEXT_BYTES = 180_000;

  private static final String FENCE = "```";

  private BlockKitLimits() {}

  /** The text, cut with an ellipsis where it is longer than that; never in the middle of a pair. */
  public static String truncate(String text, int most) {
    return Truncation.truncate(text, most);
  }

  /** The same for Slack's markup: no half mention, link or entity stays, and code is closed. */
  public static String truncateMarkup(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    String out = withoutSplitMarkup(truncate(text, most - FENCE.length()));
    boolean open = (out.length() - out.replace(FENCE, "").length()) / FENCE.length() % 2 == 1;
    return open ? out + FENCE : out;
  }

  private static String withoutSplitMarkup(String cut) {
    int from = cut.length() - 1;
    int mention = cut.lastIndexOf('<');
    if (mention > cut.lastIndexOf('>')) {
      from = mention;
    }
    int entity = cut.lastIndexOf('&', from);
    if (entity > cut.lastIndexOf(';', from)) {
      from = Math.min(from, entity);
    }
    while (from > 0 && cut.charAt(from - 1) == '`') {
      from--;
    }
    return cut.substring(0, from) + "…";
  }

  /** Text that Slack refuses to show empty. */
  public static String nonEmpty(String text) {
    return text.isBlank() ? "–" : text;
  }
}
