package dev.rollbackbot.slack.view.blockkit;

/** What an element of a block stands for when it is used. */
public interface BlockAction {
  /** The id of the only such element in a message. */
  String actionId();

  /** The id where a message has one such element for each of several things. */
  String actionId(String about);
}
