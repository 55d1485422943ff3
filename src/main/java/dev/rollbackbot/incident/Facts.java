package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Guideline;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is true of an incident whatever its state.
 *
 * @param declaredBy who declared it
 * @param request the rollback that is prepared, done or finished
 * @param channel where the conversation is; empty until it is there
 * @param checklist the items before the rollback
 * @param earlier rollbacks of this incident that ended without resolving it, oldest first
 * @param shown what has been shown in Slack at least once
 * @param jobs how many jobs it has started; the next one's id is made of it
 * @param deadlinePassed whether that has been said
 */
public record Facts(
    IncidentId id,
    Runbook runbook,
    Declaration declaration,
    Instant declaredAt,
    String declaredBy,
    Request request,
    Optional<Channel> channel,
    Checklist checklist,
    List<Rollback> earlier,
    Set<Effect.Surface> shown,
    int jobs,
    boolean deadlinePassed) {
  public Facts {
    earlier = List.copyOf(earlier);
    shown = Set.copyOf(shown);
  }

  /**
   * What is asked for.
   *
   * @param by who asked for the rollback
   * @param method id of the runbook's method
   */
  public record Request(String by, String method) {}

  /** Who asked for the rollback. */
  public String requester() {
    return request.by();
  }

  /** The method that is prepared, done or finished. */
  public Method method() {
    return runbook.method(request.method()).orElseThrow();
  }

  /** Where it is. */
  public Environment environment() {
    return runbook.environment(declaration.environment()).orElseThrow();
  }

  /** The runbook's services, as they are named there. */
  List<ServiceRef> services() {
    return runbook.services().stream().map(s -> runbook.in(environment(), s.id())).toList();
  }

  /** The leaf of the decision tree that it was declared on. */
  public Guideline guideline() {
    return runbook.advise(declaration.affectingUsers(), declaration.severity());
  }

  /** When the rollback should be over, where a clock runs. */
  public Optional<Instant> deadline() {
    return guideline().deadline().map(declaredAt::plus);
  }

  /** Id of the next job. */
  String nextJob() {
    return id.label() + "/" + (jobs + 1);
  }

  Facts at(Channel where) {
    return copy(request, Optional.of(where), checklist, earlier, shown, jobs, deadlinePassed);
  }

  Facts mark(String item, Mark mark) {
    return with(checklist.mark(item, mark));
  }

  Facts with(Checklist next) {
    return copy(request, channel, next, earlier, shown, jobs, deadlinePassed);
  }

  Facts asking(String person, String method) {
    return copy(
        new Request(person, method), channel, checklist, earlier, shown, jobs, deadlinePassed);
  }

  Facts after(Rollback ended) {
    List<Rollback> all = new ArrayList<>(earlier);
    all.add(ended);
    return copy(request, channel, checklist, all, shown, jobs, deadlinePassed);
  }

  Facts showing(Effect.Surface surface) {
    Set<Effect.Surface> all = new TreeSet<>(shown);
    all.add(surface);
    return copy(request, channel, checklist, earlier, all, jobs, deadlinePassed);
  }

  Facts oneMoreJob() {
    return copy(request, channel, checklist, earlier, shown, jobs + 1, deadlinePassed);
  }

  Facts late() {
    return copy(request, channel, checklist, earlier, shown, jobs, true);
  }

  private Facts copy(
      Request nextRequest,
      Optional<Channel> nextChannel,
      Checklist nextChecklist,
      List<Rollback> nextEarlier,
      Set<Effect.Surface> nextShown,
      int nextJobs,
      boolean late) {
    return new Facts(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        nextRequest,
        nextChannel,
        nextChecklist,
        nextEarlier,
        nextShown,
        nextJobs,
        late);
  }
}
