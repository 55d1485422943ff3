package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.runbook.Method.Owner;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The deployments of a service when the provider was read.
 *
 * @param earlier deployments before the live one, newest first
 * @param warnings what is a reason to ask people, one sentence each
 * @param gaps when deployments began that {@code earlier} lacks; empty: it was not recorded
 * @param notRestored what a rollback of such a service never brings back, in a few words each
 * @param caveats what is so with every such service and is no reason to ask, one sentence each
 * @param running deployments under way
 * @param commits what a return to an earlier version undoes, by the version's id
 * @param ownership of what takes a change back that it did not make; empty: of nothing, as far as
 *     is known
 */
public record ServiceDeployments(
    ServiceRef service,
    Deployment live,
    List<Deployment> earlier,
    List<String> warnings,
    Optional<List<Instant>> gaps,
    List<String> notRestored,
    List<String> caveats,
    List<RunningDeployment> running,
    Map<String, UndoneCommits> commits,
    Optional<Ownership> ownership) {
  /**
   * What the provider's marks say of it.
   *
   * @param owner what deploys the service
   * @param where its own name of the service, such as application shop
   * @param consequence of a change that it did not make, as a whole sentence
   * @param instead what a person can do, as a whole sentence
   */
  public record Ownership(Owner owner, String where, String consequence, String instead) {}

  public ServiceDeployments {
    earlier = List.copyOf(earlier);
    warnings = List.copyOf(warnings);
    gaps = gaps.map(List::copyOf);
    notRestored = List.copyOf(notRestored);
    caveats = List.copyOf(caveats);
    running = List.copyOf(running);
    commits = SortedCopy.of(commits);
  }

  /** With one more warning. */
  public ServiceDeployments warning(String sentence) {
    List<String> all = Stream.concat(Stream.of(sentence), warnings.stream()).toList();
    return new ServiceDeployments(
        service, live, earlier, all, gaps, notRestored, caveats, running, commits, ownership);
  }

  public ServiceDeployments withCommits(Map<String, UndoneCommits> known) {
    return new ServiceDeployments(
        service, live, earlier, warnings, gaps, notRestored, caveats, running, known, ownership);
  }

  /** Of a provider that knows of no commits, and of a service that nothing takes back. */
  public ServiceDeployments(
      ServiceRef service,
      Deployment live,
      List<Deployment> earlier,
      List<String> warnings,
      Optional<List<Instant>> gaps,
      List<String> notRestored,
      List<String> caveats,
      List<RunningDeployment> running) {
    this(
        service,
        live,
        earlier,
        warnings,
        gaps,
        notRestored,
        caveats,
        running,
        Map.of(),
        Optional.empty());
  }

  /** With gaps that were not recorded, and nothing else. */
  public ServiceDeployments(
      ServiceRef service, Deployment live, List<Deployment> earlier, List<String> warnings) {
    this(service, live, earlier, warnings, Optional.empty(), List.of(), List.of(), List.of());
  }
}
