package dev.rollbackbot.slack.readiness;

import dev.rollbackbot.app.readiness.WorkspaceAccess;
import dev.rollbackbot.incident.readiness.PeopleReadiness;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks Slack for the token's scopes, the channels and the members of groups. Posts nothing. */
public record WorkspaceReadiness(SlackClient slack) implements WorkspaceAccess {
  /** Those of {@code manifest.yml}. */
  static final List<String> SCOPES =
      List.of(
          "bookmarks:write",
          "channels:history",
          "channels:join",
          "channels:manage",
          "channels:read",
          "chat:write",
          "commands",
          "files:write",
          "groups:history",
          "groups:read",
          "groups:write",
          "pins:write",
          "usergroups:read",
          "users:read");

  @Override
  public List<ReadinessFact> facts(Environment environment) {
    List<ReadinessFact> facts = new ArrayList<>();
    facts.add(token());
    facts.add(channel(ReadinessNeed.INCIDENTS_CHANNEL, slack.channels().incidentsPlainName()));
    environment.stakeholders().forEach(name -> facts.add(channel(ReadinessNeed.CHANNELS, name)));
    SlackResult<Integer> approvers =
        slack.availablePeople(environment.approvers(), PeopleReadiness.ENOUGH);
    facts.add(PeopleReadiness.approvers(environment, known(approvers), why(approvers)));
    environment
        .responders()
        .flatMap(group -> {
          SlackResult<Integer> responders = slack.availablePeople(Optional.of(group), 1);
          return PeopleReadiness.responders(environment, known(responders), why(responders));
        })
        .ifPresent(facts::add);
    return facts;
  }

  private ReadinessFact token() {
    String subject = "slack";
    return switch (slack.scopes()) {
      case Ok<Set<String>>(Set<String> granted) -> {
        List<String> lacking = SCOPES.stream().filter(s -> !granted.contains(s)).toList();
        yield lacking.isEmpty()
            ? ReadinessFact.met(ReadinessNeed.CREDENTIALS, subject)
            : ReadinessFact.missing(
                ReadinessNeed.CREDENTIALS,
                subject,
                "The Slack app lacks scopes: %s. Add them and install the app again."
                    .formatted(String.join(", ", lacking)));
      }
      case CallFailed<Set<String>>(SlackResult.SlackError error) ->
          ReadinessFact.unknown(ReadinessNeed.CREDENTIALS, subject, error.why());
    };
  }

  private ReadinessFact channel(ReadinessNeed need, String name) {
    return switch (slack.isMember(name)) {
      case Ok<Boolean>(Boolean member) when member -> ReadinessFact.met(need, name);
      case Ok<Boolean> _ ->
          ReadinessFact.doubtful(
              need,
              name,
              "The bot is not in %s yet: it joins when it has something to say.".formatted(name));
      case CallFailed<Boolean>(SlackResult.ApiError error) ->
          ReadinessFact.missing(
              need, name, "%s can't be posted to: %s.".formatted(name, error.why()));
      case CallFailed<Boolean>(SlackResult.SlackError error) ->
          ReadinessFact.unknown(
              need, name, "Whether %s is there is not known: %s.".formatted(name, error.why()));
    };
  }

  private static Optional<Integer> known(SlackResult<Integer> counted) {
    return counted instanceof Ok<Integer>(Integer count) ? Optional.of(count) : Optional.empty();
  }

  private static String why(SlackResult<Integer> counted) {
    return counted instanceof CallFailed<Integer>(SlackResult.SlackError error)
        ? error.why() + "."
        : "";
  }
}
