package dev.rollbackbot.runbook;

import java.util.List;
import java.util.Optional;

/** One entry of a method. */
public sealed interface Step {
  /** Unique within the method. */
  String id();

  String title();

  /**
   * The bot makes an earlier version of a service live.
   *
   * @param service id of the service
   * @param expected what people should see afterwards
   * @param cannotUndo what this does not restore, one sentence each
   * @param byHand how people do it when the bot can't, in the order to try
   */
  record RollBackService(
      String id,
      String title,
      String service,
      String expected,
      List<String> cannotUndo,
      List<Instructions> byHand)
      implements Step {
    public RollBackService {
      cannotUndo = List.copyOf(cannotUndo);
      byHand = List.copyOf(byHand);
    }
  }

  /**
   * A person does it and confirms it.
   *
   * @param service id of the service that it changes; empty: none
   */
  record Manual(
      String id, String title, String instruction, Evidence evidence, Optional<String> service)
      implements Step {}
}
