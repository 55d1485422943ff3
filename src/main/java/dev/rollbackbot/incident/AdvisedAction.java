package dev.rollbackbot.incident;

/** What a refusal advises the person to do; shown together with the button for it. */
public enum AdvisedAction {
  APPROVE,
  CANCEL,
  CHANGE_DECLARATION,
  CHANGE_METHOD,
  CLOSE,
  SETTLE_ITEM,
  STOP_AFTER_STEP,
  WAIVE_CHECK
}
