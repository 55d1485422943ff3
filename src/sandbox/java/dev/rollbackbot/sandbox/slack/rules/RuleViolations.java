package dev.rollbackbot.sandbox.slack.rules;

import java.util.ArrayList;
import java.util.List;

/** The errors in a payload, each with a JSON pointer. */
public final class RuleViolations {
  /** Bounds the memory for a payload full of errors. */
  private static final int MAX = 20;

  private final List<String> messages = new ArrayList<>();

  void add(String pointer, String words) {
    if (messages.size() < MAX) {
      messages.add("[ERROR] " + words + " [json-pointer:" + pointer + "]");
    }
  }

  public boolean none() {
    return messages.isEmpty();
  }

  int count() {
    return messages.size();
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }
}
