package dev.rollbackbot.sandbox.slack.rules;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a payload, each with the JSON pointer of the place. */
public final class RuleViolations {
  /** Enough for a person to mend; a payload of nonsense must not fill the memory. */
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
