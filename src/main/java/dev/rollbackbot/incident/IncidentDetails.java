package dev.rollbackbot.incident;

import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.DrillScope;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an incident has in every state.
 *
 * @param channel empty until Slack has opened it
 * @param earlierRollbacks rollbacks of this incident that ended without resolving it, oldest first
 * @param published live messages that have been posted
 * @param jobCount how many jobs it has started; the next job's id is derived from it
 * @param deadlinePassed whether the event has been recorded
 * @param involved who is involved, by user id, and how they first became so
 * @param live what is live of its services
 * @param requests what people are asked for
 * @param baseline what the probes showed before anything was changed
 * @param undelivered what did not reach stakeholders
 * @param stakeholdersToldAt when the first post to stakeholders was due; empty: they know nothing
 * @param stage how far it has come
 * @param proposal which triggers have fired; empty: none
 * @param unsettled attempts of its steps, also of earlier plans, of which nobody knows what became
 *     of them
 * @param drill what the drill has shown so far; empty: it is none
 */
public record IncidentDetails(
    IncidentId id,
    Runbook runbook,
    Declaration declaration,
    Instant declaredAt,
    String declaredBy,
    RollbackRequest rollbackRequest,
    Optional<Channel> channel,
    Checklist checklist,
    List<Rollback> earlierRollbacks,
    Set<Effect.LiveMessage> published,
    int jobCount,
    boolean deadlinePassed,
    Map<String, Involvement> involved,
    LiveVersions live,
    PersonRequests requests,
    Baseline baseline,
    UndeliveredPosts undelivered,
    Optional<Instant> stakeholdersToldAt,
    Stage stage,
    Optional<Proposal> proposal,
    List<UnsettledAttempt> unsettled,
    Optional<DrillProgress> drill) {
  /** Marks everything that a drill shows. */
  public static final String DRILL = "DRILL";

  public IncidentDetails {
    involved = SortedCopy.of(involved);
    earlierRollbacks = List.copyOf(earlierRollbacks);
    published = SortedCopy.of(published);
    unsettled = List.copyOf(unsettled);
  }

  /** Who asked for the rollback, and the id of the runbook's method. */
  public record RollbackRequest(String by, String method) {}

  public String requester() {
    return rollbackRequest.by();
  }

  public Method method() {
    return runbook.method(rollbackRequest.method()).orElseThrow();
  }

  /** The one to try when this one did not help; empty: there is none. */
  public Optional<Method> nextMethod() {
    List<String> tried =
        earlierRollbacks.stream().map(rollback -> rollback.plan().method()).toList();
    return drillScope()
        .map(scope -> scope.methodAfter(rollbackRequest.method(), tried))
        .orElseGet(() -> runbook.methodAfter(rollbackRequest.method(), tried));
  }

  /** Those that people can choose from. */
  public List<Method> methods() {
    return drillScope().map(DrillScope::methods).orElse(runbook.methods());
  }

  /** What a drill may use; empty: it is none. */
  public Optional<DrillScope> drillScope() {
    return isDrill() ? Optional.of(DrillScope.of(runbook, environment())) : Optional.empty();
  }

  public Environment environment() {
    return runbook.environment(declaration.environment()).orElseThrow();
  }

  /** The runbook's services in this environment. */
  public List<ServiceRef> services() {
    return runbook.services().stream().map(s -> runbook.serviceIn(environment(), s.id())).toList();
  }

  /**
   * The services that the method changes, by itself or by people. If it names none, all are read
   * for it, so that the deployments are captured.
   */
  public List<ServiceRef> surveyedServices() {
    List<ServiceRef> changed =
        method().steps().stream()
            .flatMap(step -> step.changes().stream())
            .distinct()
            .map(service -> runbook.serviceIn(environment(), service))
            .toList();
    return changed.isEmpty()
        ? services().stream().filter(s -> s.service().kind().hasVersions()).toList()
        : changed;
  }

  public DecisionRule decisionRule() {
    return runbook.decisionRule(declaration.affectingUsers(), declaration.severity());
  }

  /** When the rollback should be over; empty: the decision rule sets no deadline. */
  public Optional<Instant> deadline() {
    return decisionRule().deadline().map(declaredAt::plus);
  }

  public String nextJob() {
    return id.label() + "/" + (jobCount + 1);
  }

  public IncidentDetails inChannel(Channel opened) {
    Optional<Channel> own = Optional.of(opened);
    return copy(rollbackRequest, own, checklist, earlierRollbacks, published, jobCount);
  }

  public IncidentDetails mark(String item, ItemStatus status) {
    return withChecklist(checklist.withStatus(item, status));
  }

  public IncidentDetails withChecklist(Checklist next) {
    return copy(rollbackRequest, channel, next, earlierRollbacks, published, jobCount);
  }

  public IncidentDetails requestedBy(String person, String method) {
    RollbackRequest request = new RollbackRequest(person, method);
    return copy(request, channel, checklist, earlierRollbacks, published, jobCount);
  }

  public IncidentDetails withEndedRollback(Rollback ended) {
    List<Rollback> all = new ArrayList<>(earlierRollbacks);
    all.add(ended);
    return copy(rollbackRequest, channel, checklist, all, published, jobCount);
  }

  /** A database was restored to that point: what scripts of earlier plans did after it is gone. */
  public IncidentDetails withRestored(RestorePoint point, Instant at) {
    List<Rollback> all =
        earlierRollbacks.stream().map(rollback -> rollback.withRestored(point, at)).toList();
    return copy(rollbackRequest, channel, checklist, all, published, jobCount);
  }

  public IncidentDetails withPublished(Effect.LiveMessage message) {
    Set<Effect.LiveMessage> all = new TreeSet<>(published);
    all.add(message);
    return copy(rollbackRequest, channel, checklist, earlierRollbacks, all, jobCount);
  }

  public IncidentDetails withNextJob() {
    int jobs = jobCount + 1;
    return copy(rollbackRequest, channel, checklist, earlierRollbacks, published, jobs);
  }

  public IncidentDetails withDeadlinePassed() {
    return with(declaration, true, stakeholdersToldAt);
  }

  /** The deadline follows the severity and the impact: it may be ahead again. */
  public IncidentDetails withDeclaration(Declaration next, Instant at) {
    IncidentDetails changed = with(next, deadlinePassed, stakeholdersToldAt);
    boolean passed = changed.deadline().filter(deadline -> !at.isBefore(deadline)).isPresent();
    return changed.with(next, deadlinePassed && passed, stakeholdersToldAt);
  }

  /** Only who is in its channel may see it. */
  public boolean isPrivate() {
    return declaration.visibility().equals(Optional.of(Visibility.PRIVATE));
  }

  /** A rehearsal: nothing is wrong, so nobody outside of its channel is told anything. */
  public boolean isDrill() {
    return drill.isPresent();
  }

  /** Whether the bot drafts a post-mortem by itself when it is resolved. */
  public boolean draftsPostMortem() {
    return !isDrill()
        && runbook.signOff().postMortem().severities().contains(declaration.severity());
  }

  /** Its number as people read it, with the mark of a drill. */
  public String label() {
    return isDrill() ? DRILL + " " + id.label() : id.label();
  }

  /** What it posts never goes to the incidents channel instead. */
  public boolean staysInChannel() {
    return isPrivate() || isDrill();
  }

  public IncidentDetails with(DrillProgress next) {
    return new IncidentDetails(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        rollbackRequest,
        channel,
        checklist,
        earlierRollbacks,
        published,
        jobCount,
        deadlinePassed,
        involved,
        live,
        requests,
        baseline,
        undelivered,
        stakeholdersToldAt,
        stage,
        proposal,
        unsettled,
        Optional.of(next));
  }

  /** Whether there are stakeholders who know of it, and so hear how it goes on. */
  public boolean stakeholdersKnow() {
    return stakeholdersToldAt.isPresent() && !environment().stakeholders().isEmpty();
  }

  /** The first time stays. Of a private incident and of a drill they know nothing. */
  public IncidentDetails withStakeholdersTold(Instant at) {
    return staysInChannel()
        ? this
        : with(declaration, deadlinePassed, stakeholdersToldAt.or(() -> Optional.of(at)));
  }

  private IncidentDetails with(
      Declaration nextDeclaration, boolean nextDeadlinePassed, Optional<Instant> nextToldAt) {
    return new IncidentDetails(
        id,
        runbook,
        nextDeclaration,
        declaredAt,
        declaredBy,
        rollbackRequest,
        channel,
        checklist,
        earlierRollbacks,
        published,
        jobCount,
        nextDeadlinePassed,
        involved,
        live,
        requests,
        baseline,
        undelivered,
        nextToldAt,
        stage,
        proposal,
        unsettled,
        drill);
  }

  /** The first involvement of a person stays. */
  public IncidentDetails withInvolved(String person, Involvement how) {
    Map<String, Involvement> all = new HashMap<>(involved);
    all.putIfAbsent(person, how);
    return with(all, live, requests, baseline, undelivered, stage);
  }

  public IncidentDetails with(LiveVersions next) {
    return next.equals(live) ? this : with(involved, next, requests, baseline, undelivered, stage);
  }

  public IncidentDetails with(PersonRequests next) {
    return next.equals(requests) ? this : with(involved, live, next, baseline, undelivered, stage);
  }

  public IncidentDetails with(Baseline next) {
    return with(involved, live, requests, next, undelivered, stage);
  }

  public IncidentDetails with(UndeliveredPosts next) {
    return with(involved, live, requests, baseline, next, stage);
  }

  public IncidentDetails with(Stage next) {
    return next.equals(stage) ? this : with(involved, live, requests, baseline, undelivered, next);
  }

  public IncidentDetails with(List<UnsettledAttempt> next) {
    return next.equals(unsettled)
        ? this
        : with(involved, live, requests, baseline, undelivered, stage, next);
  }

  private IncidentDetails with(
      Map<String, Involvement> nextInvolved,
      LiveVersions nextLive,
      PersonRequests nextRequests,
      Baseline nextBaseline,
      UndeliveredPosts nextUndelivered,
      Stage nextStage) {
    return with(
        nextInvolved, nextLive, nextRequests, nextBaseline, nextUndelivered, nextStage, unsettled);
  }

  private IncidentDetails with(
      Map<String, Involvement> nextInvolved,
      LiveVersions nextLive,
      PersonRequests nextRequests,
      Baseline nextBaseline,
      UndeliveredPosts nextUndelivered,
      Stage nextStage,
      List<UnsettledAttempt> nextUnsettled) {
    return new IncidentDetails(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        rollbackRequest,
        channel,
        checklist,
        earlierRollbacks,
        published,
        jobCount,
        deadlinePassed,
        nextInvolved,
        nextLive,
        nextRequests,
        nextBaseline,
        nextUndelivered,
        stakeholdersToldAt,
        nextStage,
        proposal,
        nextUnsettled,
        drill);
  }

  private IncidentDetails copy(
      RollbackRequest nextRequest,
      Optional<Channel> nextChannel,
      Checklist nextChecklist,
      List<Rollback> nextRollbacks,
      Set<Effect.LiveMessage> nextPublished,
      int nextJobCount) {
    return new IncidentDetails(
        id,
        runbook,
        declaration,
        declaredAt,
        declaredBy,
        nextRequest,
        nextChannel,
        nextChecklist,
        nextRollbacks,
        nextPublished,
        nextJobCount,
        deadlinePassed,
        involved,
        live,
        requests,
        baseline,
        undelivered,
        stakeholdersToldAt,
        stage,
        proposal,
        unsettled,
        drill);
  }
}
