package dev.rollbackbot.slack.view.blockkit;

/** The action of a block element. */
public interface BlockAction {
  /** For the only such element of a message. */
  String actionId();

  /** For one of several such elements of a message. */
  String actionId(String about);
}
