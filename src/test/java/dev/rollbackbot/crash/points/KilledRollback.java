package dev.rollbackbot.crash.points;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is rolled back while the bot is killed again and again. */
interface KilledRollback extends AutoCloseable {
  String runbook();

  /** What the panel says when only a person's item is left before the approval. */
  String beforeItem();

  /** Of its first method. */
  int steps();

  /** Where the provider is reached. */
  URI provider();

  /**
   * The bot's settings for it.
   *
   * @param proxy that stands in front of the provider, with the provider's path
   */
  Map<String, String> settings(URI proxy) throws Exception;

  /** What the provider carried out, as the provider itself knows. */
  List<String> carriedOut() throws Exception;

  /** The same without a kill. */
  List<String> expected();

  /**
   * Whether a request may have got lost of which the provider can't say that it never came: then a
   * person decides to begin the step again.
   */
  boolean personDecides();

  @Override
  void close();
}
