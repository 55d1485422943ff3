package dev.rollbackbot.simulation.truth;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What people, the provider and Slack say in the simulated runs, and the runbook's own sentences.
 * No other text is taken for a quotation, so that no sentence of the bot hides behind one.
 */
final class KnownQuotes {
  private static final List<String> ALL =
      List.of(
          // People: CommandEnumeration, ResponderPolicy, SimulatedUsers.
          "https://example.org",
          "no need",
          "not affected",
          "there is no other",
          "nobody is awake",
          "it is there",
          "a load test",
          "flaky",
          "no answer",
          "no time",
          "enough",
          "it came back",
          "it is still slow",
          "few are affected",
          "it looks different now",
          "it is felt differently",
          "it began at another time",
          "they take over",
          "they are asleep",
          "they do not answer",
          "it can't be read",
          "known to be wrong",
          "nobody is left who is not involved",
          // The declaration and the runbook: SampleIncident.
          "Orders fail with <!channel> 500",
          "Error rate above 1 %",
          "Users feel it.",
          "Nobody feels it.",
          "git revert",
          "Data stays.",
          // The provider: SimulatedProvider.
          "not reached",
          "can't tell",
          "no",
          "changed",
          "overtaken",
          "not done",
          "approve it there",
          "the run has ended, the service must be read",
          // Programs: SimulatedPrograms.
          "exit status 1",
          // Slack: SimulatedSlack.
          "is_archived",
          "Somebody must unarchive that channel.");

  private KnownQuotes() {}

  static String pattern() {
    return ALL.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }
}
