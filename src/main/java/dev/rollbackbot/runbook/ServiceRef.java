package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.LockKeys;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service in one environment.
 *
 * @param resource the provider's exact name for it there, such as a Worker's name
 * @param environment its id; empty: it was not recorded
 * @param cluster where the name is meant; empty: the name alone says which it is, or it was not
 *     recorded
 */
public record ServiceRef(
    Service service, String resource, Optional<String> environment, Optional<ClusterRef> cluster) {
  /** As in {@code shop/web/rollback.yml+deploy.yml@production}. */
  private static final Pattern WORKFLOWS =
      Pattern.compile("(?<repository>[^/@]+/[^/@]+)/(?<files>[^/@]+)@");

  /** Of a provider whose name for it says everything. */
  public static ServiceRef of(Service service, String resource, Optional<String> environment) {
    return new ServiceRef(service, resource, environment, Optional.empty());
  }

  /**
   * A cluster: the same name means something else in each.
   *
   * @param name for people, such as "the context staging"
   * @param server by which it is known, such as {@code staging.example:6443}
   * @param inherits whether it is the one of what was recorded without a cluster
   */
  public record ClusterRef(String name, String server, boolean inherits) {
    public String text() {
      return name + " (" + server + ")";
    }
  }

  public String id() {
    return service.id();
  }

  /** For people, with where it is if the name alone does not say that. */
  public String text() {
    return cluster.map(c -> resource + " in " + c.name()).orElse(resource);
  }

  /** What is recorded of it is recorded under this name. */
  public String recordName() {
    return cluster.map(c -> resource + " in " + c.server()).orElse(resource);
  }

  /** That one and, before it, the one under which it was recorded without a cluster. */
  public List<String> recordNames() {
    return cluster.filter(ClusterRef::inherits).isPresent()
        ? List.of(resource, recordName())
        : List.of(recordName());
  }

  /**
   * The same for every runbook and environment that means this resource of this provider, however
   * it is written, and of an environment of GitHub whichever workflow deploys to it. Where a
   * cluster is known, it is a part of what the name means in any: a lock from before clusters were
   * told apart keeps them all.
   */
  public String lockKey() {
    Service.ServiceKind kind = service.kind();
    String name =
        kind == Service.ServiceKind.GITHUB_ENVIRONMENT
            ? resource.replaceFirst("/[^/@]+@", "@")
            : resource;
    String key = (kind.provider() + "/" + kind.name() + "/" + name).toLowerCase(Locale.ROOT);
    return cluster.map(c -> LockKeys.part(key, c.server())).orElse(key);
  }

  /** Whether one of these locks keeps it from being changed, as a part of it or as its whole. */
  public boolean isHeldBy(Collection<String> locks) {
    return lockKeys().stream().anyMatch(key -> LockKeys.excludedBy(locks, key));
  }

  /**
   * That one, and of an environment of GitHub those of its part of each workflow that deploys to
   * it: a job that starts one of them and doesn't say what it changes could change this.
   */
  public Set<String> lockKeys() {
    Set<String> keys = new TreeSet<>();
    keys.add(lockKey());
    Matcher matcher = WORKFLOWS.matcher(resource);
    if (service.kind() == Service.ServiceKind.GITHUB_ENVIRONMENT && matcher.lookingAt()) {
      for (String file : matcher.group("files").split("\\+", -1)) {
        keys.add(LockKeys.part(LockKeys.workflow(matcher.group("repository"), file), lockKey()));
      }
    }
    return SortedCopy.of(keys);
  }
}
