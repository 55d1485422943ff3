package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.LockKeys;
import dev.rollbackbot.runbook.job.Placeholders;
import dev.rollbackbot.runbook.job.SuccessCondition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One entry of a method. */
public sealed interface Step {
  /** Unique within the method. */
  String id();

  String title();

  /** The id of the service that it changes; empty: none that is known. */
  Optional<String> changes();

  /** What stands for the words in braces before there is a plan. */
  static Map<String, String> words(Environment environment, Optional<ServiceRef> changed) {
    Map<String, String> words = new TreeMap<>();
    words.put(Placeholders.ENVIRONMENT, environment.id());
    changed.ifPresent(service -> words.put(Placeholders.RESOURCE, service.resource()));
    return words;
  }

  /**
   * The bot makes an earlier version of a service live.
   *
   * @param service id of the service
   * @param expected what people should see afterwards
   * @param cannotUndo what this does not restore, one sentence each
   * @param byHand how people do it when the bot can't, in the order to try
   */
  record RollBackService(
      String id,
      String title,
      String service,
      String expected,
      List<String> cannotUndo,
      List<Instructions> byHand)
      implements Step {
    public RollBackService {
      cannotUndo = List.copyOf(cannotUndo);
      byHand = List.copyOf(byHand);
    }

    @Override
    public Optional<String> changes() {
      return Optional.of(service);
    }
  }

  /**
   * The bot has a provider run something.
   *
   * @param service id of the service that it changes: it is read before and after; empty: none
   * @param wayBack how its effect is taken back, in one sentence; empty: there is no way back
   * @param timeout after it the job is stopped
   * @param success what else must be seen for it to count as done; empty: the provider's word is
   *     enough
   */
  record JobStep(
      String id,
      String title,
      JobSpec job,
      List<JobInput> inputs,
      Optional<String> service,
      String expected,
      Optional<String> wayBack,
      List<String> cannotUndo,
      List<Instructions> byHand,
      Duration timeout,
      Optional<SuccessCondition> success)
      implements Step {
    /** Characters of a hash. */
    private static final int CALL = 16;

    public JobStep {
      inputs = List.copyOf(inputs);
      cannotUndo = List.copyOf(cannotUndo);
      byHand = List.copyOf(byHand);
    }

    @Override
    public Optional<String> changes() {
      return service;
    }

    /**
     * Of the service where it names one; otherwise of what no two jobs use at the same time.
     *
     * @param words what stands for the placeholders
     */
    public String lockKey(Optional<ServiceRef> changed, Map<String, String> words) {
      return changed.map(ServiceRef::lockKey).orElse(LockKeys.used(job, lasting(words)));
    }

    /**
     * That one, and of its service's part of what jobs use that name no service.
     *
     * @param words what stands for the placeholders
     */
    public Set<String> ownLockKeys(Optional<ServiceRef> changed, Map<String, String> words) {
      Set<String> keys = new TreeSet<>();
      String own = lockKey(changed, words);
      String used = LockKeys.used(job, lasting(words));
      String unfilled = LockKeys.used(job, Map.of());
      keys.add(own);
      changed.ifPresent(service -> {
        keys.addAll(service.lockKeys());
        keys.add(LockKeys.part(used, own));
      });
      // Locks that were taken before the words were filled in are kept.
      if (!unfilled.equals(used)) {
        keys.add(LockKeys.part(unfilled, own));
      }
      return SortedCopy.of(keys);
    }

    /** Of the same call, whatever it changes: the same in every plan for that place. */
    public String callKey(Map<String, String> words) {
      Map<String, String> place = new TreeMap<>(words);
      place.keySet().retainAll(Set.of(Placeholders.ENVIRONMENT, Placeholders.RESOURCE));
      String same = SourceText.sha256(job.summary(place).toLowerCase(Locale.ROOT));
      return job.provider() + "/call/" + same.substring(0, CALL);
    }

    /** Without those that no other plan has. */
    private static Map<String, String> lasting(Map<String, String> words) {
      Map<String, String> known = new TreeMap<>(words);
      known.keySet().removeAll(Set.of(Placeholders.INCIDENT, Placeholders.PLAN));
      return known;
    }

    /**
     * The keys of all locks that are held meanwhile: those, one of the same job in a runbook that
     * does not name what it changes, and of what it calls by HTTP.
     *
     * @param words what stands for the placeholders
     */
    public Set<String> lockKeys(Optional<ServiceRef> changed, Map<String, String> words) {
      Set<String> keys = new TreeSet<>();
      keys.addAll(ownLockKeys(changed, words));
      keys.add(callKey(words));
      if (job instanceof HttpSpec http) {
        keys.addAll(http.places(words));
      }
      return SortedCopy.of(keys);
    }
  }

  /**
   * A person does it and confirms it.
   *
   * @param service id of the service that it changes; empty: none
   */
  record Manual(
      String id, String title, String instruction, Evidence evidence, Optional<String> service)
      implements Step {
    @Override
    public Optional<String> changes() {
      return service;
    }
  }
}
