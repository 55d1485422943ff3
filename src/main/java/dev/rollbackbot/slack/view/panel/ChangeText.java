package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.TargetOverride;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a planned change does to a service, and why, for whoever approves it. */
final class ChangeText {
  private static final int SHOWN = 5;
  private static final int MESSAGE = 40;

  /** Characters of a commit's id that people see. */
  private static final int LABEL = 7;

  private ChangeText() {}

  /** What becomes live, and what must be consented to: in one line where nothing speaks against. */
  static String headline(Change change) {
    String service = "*" + Mrkdwn.quote(change.service().service().name()) + "*   ";
    String live = Mrkdwn.quote(change.live().label());
    String line =
        change.live().servesOnly(change.target())
            ? service + live + " is live already, nothing is done"
            : service + live + " → " + Mrkdwn.quote(change.target().label());
    return change.override().map(o -> line + "\n" + override(change, o)).orElse(line);
  }

  /**
   * Both versions, why this target, and what is undone; {@code reason}: with the reason.
   *
   * @param live the deployment of the version that the plan goes away from, as it was last read
   */
  static String details(Change change, Deployment live, boolean reason) {
    List<String> lines = new ArrayList<>();
    String service = "*" + Mrkdwn.quote(change.service().service().name()) + "* ";
    if (change.live().servesOnly(change.target())) {
      lines.add(service + from(live));
    } else {
      String took =
          change
              .tookBefore()
              .map(t -> ", took " + StatusText.durationText(t) + " the last time")
              .orElse("");
      // One paragraph: on a phone every half-filled line counts.
      lines.add(service + from(live) + " → " + version(change.target()) + took + compare(change));
    }
    if (reason && !change.why().isEmpty()) {
      lines.add(lines.removeLast() + ". " + Mrkdwn.quote(change.why()));
    }
    change
        .choice()
        .ifPresent(choice -> {
          passedOver(choice.passedOver(), lines);
          if (!change.live().servesOnly(change.target())) {
            undone(others(choice.undone(change.target(), change.live()), change.live()), lines);
            choice.commits(change.target()).map(ChangeText::commits).ifPresent(lines::add);
          }
        });
    return String.join("\n", lines);
  }

  /** A link to what changed between both, if their origin is known. */
  private static String compare(Change change) {
    Optional<String> newer = change.live().onlyVersion().flatMap(Version::tag);
    Optional<String> older = change.target().tag();
    return change
        .service()
        .service()
        .compare()
        .flatMap(link -> older.flatMap(from -> newer.flatMap(to -> link.between(from, to))))
        .or(() ->
            change
                .choice()
                .flatMap(choice -> choice.commits(change.target()))
                .flatMap(UndoneCommits::compare))
        .map(address -> ", " + Mrkdwn.link(address, "compare"))
        .orElse("");
  }

  private static String override(Change change, TargetOverride override) {
    return ":warning: "
        + Mrkdwn.quote(change.target().label() + ": " + override.concern())
        + "; chosen by "
        + Mrkdwn.person(override.by())
        + " because "
        + Mrkdwn.quote(override.reason());
  }

  private static String from(Deployment deployment) {
    Optional<Version> version = deployment.onlyVersion();
    return Mrkdwn.quote(deployment.label())
        + version.map(ChangeText::tag).orElse("")
        + ", "
        + deployment
            .at()
            .map(at -> Mrkdwn.since("since", at))
            .orElse("the provider does not say since when")
        + by(deployment.author())
        + message(version.flatMap(Version::message));
  }

  private static String version(Version version) {
    return Mrkdwn.quote(version.label())
        + tag(version)
        + version.created().map(at -> ", " + Mrkdwn.sinceDay("made", at)).orElse("")
        + by(version.author())
        + message(version.message());
  }

  private static String tag(Version version) {
    return version.tag().map(tag -> " (" + Mrkdwn.quote(tag) + ")").orElse("");
  }

  private static String by(Optional<String> author) {
    // Of an e-mail address the name is enough on a phone.
    return author
        .map(a -> a.indexOf('@') > 0 ? a.substring(0, a.indexOf('@')) : a)
        .map(a -> ", by " + Mrkdwn.quote(a))
        .orElse("");
  }

  private static String message(Optional<String> message) {
    return message
        .map(m -> Truncation.oneLine(m, MESSAGE))
        .filter(m -> !m.isEmpty())
        .map(m -> ", “" + Mrkdwn.quote(m) + "”")
        .orElse("");
  }

  private static void passedOver(List<String> all, List<String> lines) {
    all.stream().limit(SHOWN).forEach(line -> lines.add("– not " + Mrkdwn.quote(line)));
    if (all.size() > SHOWN) {
      lines.add("– and " + (all.size() - SHOWN) + " more are passed over");
    }
  }

  /** Without those of the live version, which is named already. */
  private static List<PastDeployment> others(List<PastDeployment> all, Deployment live) {
    Optional<List<String>> only = live.onlyVersion().map(version -> List.of(version.id()));
    return all.stream().filter(d -> !Optional.of(d.versions()).equals(only)).toList();
  }

  private static void undone(List<PastDeployment> all, List<String> lines) {
    if (!all.isEmpty()) {
      String more = all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "";
      lines.add(
          all.stream()
              .limit(SHOWN)
              .map(ChangeText::undone)
              .collect(Collectors.joining("; ", "_Also undone:_ ", more)));
    }
  }

  static String commits(UndoneCommits commits) {
    if (commits.problem().isPresent()) {
      return "_Which commits are undone is not known:_ " + Mrkdwn.quote(commits.problem().get());
    }
    String returning =
        commits.returning() == 0
            ? ""
            : "; not live now, and live then: %d other%s"
                .formatted(commits.returning(), commits.returning() == 1 ? "" : "s");
    if (commits.newest().isEmpty()) {
      return "_Commits undone:_ " + commits.count() + returning;
    }
    int more = commits.count() - commits.newest().size();
    return "_Commits undone:_ %d: %s%s%s"
        .formatted(
            commits.count(),
            commits.newest().stream().map(ChangeText::commit).collect(Collectors.joining("; ")),
            more > 0 ? " and " + more + " more" : "",
            returning);
  }

  private static String commit(Commit commit) {
    return commit.shortId().substring(0, Math.min(LABEL, commit.shortId().length()))
        + message(Optional.of(commit.subject()))
        + by(Optional.of(commit.author()));
  }

  private static String undone(PastDeployment deployment) {
    return Mrkdwn.quote(deployment.label())
        + deployment.at().map(at -> ", " + Mrkdwn.since("since", at)).orElse("")
        + by(deployment.author())
        + message(deployment.message());
  }
}
