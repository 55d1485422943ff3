package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.Transition;
import dev.rollbackbot.store.RestartableDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold at the end of a run: in the database, in Slack and at the provider. */
final class SimulationInvariants {
  private static final Duration LATEST = Duration.ofMinutes(10);

  private final RestartableDatabase database;
  private final IncidentId incident;
  private final SimulatedSlack slack;
  private final SimulatedProvider provider;
  private final SimulatedUsers users;
  private final List<String> posts = new ArrayList<>();
  private final Map<String, Effect.Post> postsByKey = new HashMap<>();
  private final Set<String> rollbacks = new HashSet<>();
  private Optional<Incident> end = Optional.empty();

  /** A deadline that is moved into the past is due from then on. */
  private Instant changedAt = Instant.MIN;

  SimulationInvariants(
      RestartableDatabase database,
      IncidentId incident,
      SimulatedSlack slack,
      SimulatedProvider provider,
      SimulatedUsers users) {
    this.database = database;
    this.incident = incident;
    this.slack = slack;
    this.provider = provider;
    this.users = users;
  }

  void check() {
    List<Event> events = database.incidents().events(incident);
    replay(events);
    clicks(events);
    slack();
    ending();
    require(
        rollbacks.containsAll(provider.applied(incident)),
        "the provider applied a job that no event asks for: " + rollbacks);
    require(database.jobs().unfinished().isEmpty(), "a job is not finished");
    require(
        database.outbox().incidentsWithWaitingRows().isEmpty(), "an effect still waits for Slack");
  }

  private void replay(List<Event> events) {
    List<Invariant> invariants = Invariant.all();
    for (int i = 0; i < events.size(); i++) {
      Transition transition = Transition.of(end, events.get(i));
      invariants = Invariant.after(invariants, transition);
      end = Optional.of(transition.after());
      reminded(transition);
      for (int j = 0; j < transition.effects().size(); j++) {
        expect(incident.label() + "/" + (i + 1) + "/" + j, transition.effects().get(j));
      }
    }
  }

  /** What is due happens, even if late. */
  private void reminded(Transition transition) {
    if (transition.event() instanceof Event.DeclarationChanged changed) {
      changedAt = changed.at();
    }
    IncidentDetails details = transition.after().details();
    // Longer than any fault of a run keeps the timers from firing.
    Instant late = transition.event().at().minus(LATEST);
    require(
        details.requests().nextReminder().stream().noneMatch(late::isAfter),
        "people were not reminded of " + details.requests());
    require(
        transition.after().state() instanceof State.Ended
            || details.deadlinePassed()
            || changedAt.isAfter(late)
            || details.deadline().stream().noneMatch(late::isAfter),
        "nobody was told that the deadline passed: " + details.deadline());
  }

  private void expect(String key, Effect effect) {
    if (effect instanceof Effect.Post post) {
      posts.add(key);
      postsByKey.put(key, post);
    } else if (effect instanceof Effect.RunJob(String job, Invocation invocation)
        && (invocation instanceof Invocation.RollBack
            || invocation instanceof Invocation.ProviderJob)) {
      rollbacks.add(job);
    }
  }

  /** The ending is true of the simulated services at the time of its readings. */
  private void ending() {
    Optional<RollbackResult> result =
        switch (end.orElseThrow().state()) {
          case State.Resolved resolved -> Optional.of(resolved.result());
          case State.Closed closed -> closed.result();
          case State ignored -> Optional.empty();
        };
    result.ifPresent(this::ending);
  }

  private void ending(RollbackResult result) {
    boolean allOnTarget = true;
    for (ServiceResult service : result.services()) {
      LiveReading reading = service.reading().orElseThrow();
      Deployment truth = provider.liveAt(service.service(), reading.at());
      require(
          reading.live().filter(truth::servesSameAs).isPresent(),
          "signed for " + reading + ", but " + truth.label() + " was live");
      boolean onTarget = service.target().filter(truth::servesOnly).isPresent();
      require(
          !onTarget
              || service.match() == ServiceResult.TargetMatch.ON_TARGET
              || service.match() == ServiceResult.TargetMatch.EARLIER_TARGET,
          service + " was on its target");
      require(
          onTarget || service.match() != ServiceResult.TargetMatch.ON_TARGET,
          service + " was not on its target");
      allOnTarget &=
          (onTarget && service.match() != ServiceResult.TargetMatch.EARLIER_TARGET)
              || service.match() == ServiceResult.TargetMatch.BY_HAND
              || service.match() == ServiceResult.TargetMatch.BY_JOB;
    }
    require(
        result.ending() != Ending.ROLLED_BACK || (allOnTarget && result.notDone().isEmpty()),
        "“rolled back” is not true: " + result);
  }

  /** Each acknowledged click is in the log once, unless it may change nothing. */
  private void clicks(List<Event> events) {
    for (SimulatedUsers.SimulatedClick click : users.acknowledged) {
      Instant at = click.command().at();
      // What Slack refuses at that time has nothing to do with it.
      List<Event> caused =
          events.stream()
              .filter(e -> e.at().equals(at) && !(e instanceof Event.PostFailed))
              .toList();
      require(!caused.isEmpty() || mayChangeNothing(click.command()), click + " is not in the log");
      require(caused.size() == Set.copyOf(caused).size(), click + " is in the log twice");
    }
  }

  private static boolean mayChangeNothing(Command command) {
    return command instanceof Command.ChangeMethod
        || command instanceof Command.Pause
        || command instanceof Command.StopAfterStep
        || command instanceof Command.StopJob;
  }

  private static List<String> without(List<String> all, List<String> removed) {
    List<String> left = new ArrayList<>(all);
    removed.forEach(left::remove);
    return left;
  }

  /** Each destination has its posts once and in order, whatever held another one up. */
  private void slack() {
    Set<String> destinations = new HashSet<>();
    slack.posted.forEach(
        key -> require(postsByKey.containsKey(key), key + " was posted, and nothing asks for it"));
    for (String key : posts) {
      if (destinations.add(destination(key))) {
        slack(destination(key));
      }
    }
    slack.shown.forEach((liveMessage, shown) ->
        require(
            shown.state().getClass().equals(end.orElseThrow().state().getClass()),
            liveMessage + " still shows " + shown.state().getClass().getSimpleName()));
    slack.notices.forEach((channel, text) ->
        require(
            text.equals(StakeholderPosts.notice(end.orElseThrow())),
            "the notice in " + channel + " still says " + text));
    StakeholderPosts.lastPost(end.orElseThrow())
        .ifPresent(last ->
            slack.endings.forEach((channel, text) ->
                require(text.equals(last), "the last post in " + channel + " still says " + text)));
  }

  private static boolean isUpdate(Effect.Post post) {
    return post.notice().equals(Optional.of(Effect.StakeholderNotice.UPDATE));
  }

  private static boolean followsUpdate(Effect.Post update, Effect.Post later) {
    return later.channel().equals(update.channel())
        && (isUpdate(later) || later.notice().equals(Optional.of(Effect.StakeholderNotice.ENDING)));
  }

  private String destination(String key) {
    return DeliveryDestinations.of(postsByKey.get(key));
  }

  private void slack(String destination) {
    List<String> expected = new ArrayList<>(posts);
    expected.removeIf(key -> !destination(key).equals(destination));
    List<String> posted =
        slack.posted.stream().filter(key -> destination(key).equals(destination)).toList();
    // Stakeholders who missed posts get one that covers all of them.
    expected.removeIf(
        key -> slack.missed.contains(postsByKey.get(key).channel()) && !posted.contains(key));
    // An update that is late is left out if another one, or the end, was waiting behind it.
    expected.removeIf(key ->
        !posted.contains(key)
            && isUpdate(postsByKey.get(key))
            && expected.stream()
                .skip(expected.indexOf(key) + 1L)
                .anyMatch(later -> followsUpdate(postsByKey.get(key), postsByKey.get(later))));
    // A post that was refused on a retry may have been published before.
    expected.removeIf(key -> slack.refused.contains(key) && !slack.posted.contains(key));
    require(
        posted.equals(expected),
        destination
            + ": posts missing: "
            + without(expected, posted)
            + ", unexpected or duplicate: "
            + without(posted, expected)
            + ", or out of order: "
            + posted);
  }
}
