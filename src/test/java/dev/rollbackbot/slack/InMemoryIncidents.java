package dev.rollbackbot.slack;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Commands and stores in memory, with the real core deciding. */
public final class InMemoryIncidents
    implements IncidentCommands, IncidentStore, MessageRefs, ChannelNames, Artifacts {
  private final Map<String, ResolvedName> channelNames = new ConcurrentHashMap<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  final List<Command> commands = new CopyOnWriteArrayList<>();
  volatile boolean full;

  /** The answer to each commit is lost. */
  volatile boolean unanswered;

  private final Map<String, CommandResult> results = new ConcurrentHashMap<>();
  private final Map<Integer, Incident> incidents = new TreeMap<>();
  private final Map<Integer, List<Event>> events = new TreeMap<>();
  private final Map<String, MessageRef> refs = new ConcurrentHashMap<>();
  private final Map<String, String> artifacts = new ConcurrentHashMap<>();

  @Override
  public Optional<ResolvedName> resolved(String name) {
    return Optional.ofNullable(channelNames.get(name));
  }

  @Override
  public void save(String name, ResolvedName resolved) {
    channelNames.put(name, resolved);
  }

  @Override
  public void forget(String id) {
    channelNames.values().removeIf(r -> r.id().equals(Optional.of(id)));
  }

  @Override
  public synchronized CommandResult declare(
      String key, Actor by, Runbook runbook, Declaration declaration) {
    keys.add(key);
    if (full) {
      return new NotStored("the disk is full");
    }
    if (unanswered) {
      return new PerhapsStored("the server is not reached");
    }
    Optional<IncidentSummary> open = openIncidents().stream().findFirst();
    if (open.isPresent() && !results.containsKey(key)) {
      return new AlreadyOpen(open.get().id(), Optional.empty());
    }
    IncidentId id = new IncidentId(incidents.size() + 1);
    return results.computeIfAbsent(
        key, _ -> decide(id, new Command.Declare(Instant.now(), by, id, runbook, declaration)));
  }

  @Override
  public synchronized CommandResult handle(String key, IncidentId incident, Command command) {
    keys.add(key);
    if (full) {
      return new NotStored("the disk is full");
    }
    if (unanswered) {
      return new PerhapsStored("the server is not reached");
    }
    return results.computeIfAbsent(key, _ -> decide(incident, command));
  }

  @Override
  public CommandResult handle(String key, IncidentId incident, Command command, Sight sight) {
    return handle(key, incident, command);
  }

  @Override
  public boolean refuses(Incident incident, Command command) {
    return Incidents.decide(Optional.of(incident), command) instanceof Decision.Rejected;
  }

  @Override
  public CommandResult refuse(String key, IncidentId incident, Command command, Sight sight) {
    return handle(key, incident, command);
  }

  private CommandResult decide(IncidentId id, Command command) {
    commands.add(command);
    Optional<Incident> incident = incident(id);
    return switch (Incidents.decide(incident, command)) {
      case Decision.Rejected rejected ->
          new Refused(rejected.code(), rejected.text(), rejected.advice());
      case Decision.Accepted accepted -> {
        for (Decision.StateChange change : accepted.changes()) {
          incidents.put(id.number(), change.after());
          events.computeIfAbsent(id.number(), _ -> new ArrayList<>()).add(change.event());
        }
        yield new Committed(incidents.get(id.number()));
      }
    };
  }

  /** Has that incident, in place of the one of its number. */
  synchronized void hold(Incident incident) {
    incidents.put(incident.id().number(), incident);
  }

  /** Declares an incident, with this channel. */
  public Incident declared(Optional<Channel> channel) {
    Instant now = Instant.now();
    Declaration declaration =
        new Declaration(
            "production",
            "errors",
            "Orders fail",
            true,
            dev.rollbackbot.runbook.Severity.HIGH,
            now,
            "U0REQUESTER",
            "rollback",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Actor by = new Actor("U0REQUESTER", java.util.Set.of(dev.rollbackbot.incident.Role.RESPONDER));
    Committed committed =
        (Committed) declare("test:" + incidents.size(), by, SampleIncident.runbook(), declaration);
    channel.ifPresent(c ->
        handle(
            "test:channel:" + incidents.size(),
            committed.incident().id(),
            new Command.ChannelOpened(now, Actor.BOT, c)));
    return incident(committed.incident().id()).orElseThrow();
  }

  @Override
  public synchronized Optional<Incident> incident(IncidentId id) {
    return Optional.ofNullable(incidents.get(id.number()));
  }

  @Override
  public <T> T inTransaction(Function<UnitOfWork, T> work) {
    throw new UnsupportedOperationException("the adapter opens no transaction");
  }

  @Override
  public Optional<VersionedIncident> load(IncidentId incident) {
    return incident(incident).map(i -> new VersionedIncident(Optional.of(i), 1));
  }

  @Override
  public synchronized List<Event> events(IncidentId incident) {
    return List.copyOf(events.getOrDefault(incident.number(), List.of()));
  }

  @Override
  public synchronized Optional<IncidentId> findByChannel(String channelId) {
    return openIncidents().stream()
        .filter(s -> s.channelId().equals(Optional.of(channelId)))
        .map(IncidentSummary::id)
        .findFirst();
  }

  @Override
  public synchronized List<IncidentSummary> openIncidents() {
    return incidents.values().stream()
        .filter(s -> !(s.state() instanceof State.Ended))
        .map(incident ->
            new IncidentSummary(
                incident.details().id(),
                incident.details().runbook().id(),
                incident.details().declaration().environment(),
                incident.state().getClass().getSimpleName(),
                incident.details().channel().map(Channel::id),
                incident.details().declaredAt(),
                incident.details().isDrill()))
        .toList();
  }

  @Override
  public synchronized List<IncidentId> endedDrills(String runbook, int limit) {
    return incidents.values().stream()
        .filter(i -> i.details().isDrill() && i.state() instanceof State.Ended)
        .map(Incident::id)
        .toList()
        .reversed();
  }

  @Override
  public List<IncidentId> incidentsBeingMeasured() {
    return List.of();
  }

  @Override
  public List<IncidentId> incidentsWithLocks() {
    return List.of();
  }

  @Override
  public RollbackHistory rollbackHistory(Collection<String> resources) {
    return RollbackHistory.NONE;
  }

  @Override
  public Set<String> heldByOthers(IncidentId incident, Collection<String> locks) {
    return Set.of();
  }

  @Override
  public Optional<Instant> lastAutomaticRollback(IncidentId incident) {
    return Optional.empty();
  }

  @Override
  public Optional<MessageRef> find(IncidentId incident, String slot) {
    return Optional.ofNullable(refs.get(incident.label() + slot));
  }

  @Override
  public void save(IncidentId incident, String slot, MessageRef ref) {
    refs.put(incident.label() + slot, ref);
  }

  /** As after a crash between a post and saving its reference. */
  public void forgetMessages() {
    refs.clear();
  }

  @Override
  public void save(String job, String text) {
    artifacts.put(job, text);
  }

  @Override
  public Optional<String> find(String job) {
    return Optional.ofNullable(artifacts.get(job));
  }

  @Override
  public void attached(String job, String file) {}

  @Override
  public List<KeptArtifact> savedBefore(Instant time) {
    return List.of();
  }

  @Override
  public void delete(String job) {
    artifacts.remove(job);
  }
}
