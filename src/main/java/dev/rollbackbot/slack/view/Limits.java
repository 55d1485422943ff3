package dev.rollbackbot.slack.view;

/** Slack's limits, and cutting text to them. */
final class Limits {
  static final int SECTION = 3_000;
  static final int HEADER = 150;
  static final int BUTTON = 75;
  static final int OPTION = 75;
  static final int OPTION_VALUE = 150;
  static final int OPTION_DESCRIPTION = 75;
  static final int OPTIONS = 100;
  static final int TITLE = 24;
  static final int CONFIRM_TITLE = 100;
  static final int CONFIRM_TEXT = 300;
  static final int CONFIRM_BUTTON = 30;
  static final int CONTEXT = 2_000;
  static final int MESSAGE_TEXT = 3_000;
  static final int MODAL_BLOCKS = 100;

  /** Ours: the panel is read on a phone. */
  static final int PANEL_BLOCKS = 15;

  private Limits() {}

  /** The text, cut with an ellipsis where it is longer than that; never in the middle of a pair. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /** Text that Slack refuses to show empty. */
  static String some(String text) {
    return text.isBlank() ? "–" : text;
  }
}
