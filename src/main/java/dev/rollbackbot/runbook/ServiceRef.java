package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.LockKeys;
import java.util.Collection;
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
 */
public record ServiceRef(Service service, String resource, Optional<String> environment) {
  /** As in {@code shop/web/rollback.yml+deploy.yml@production}. */
  private static final Pattern WORKFLOWS =
      Pattern.compile("(?<repository>[^/@]+/[^/@]+)/(?<files>[^/@]+)@");

  public String id() {
    return service.id();
  }

  /**
   * The same for every runbook and environment that means this resource of this provider, however
   * it is written, and of an environment of GitHub whichever workflow deploys to it.
   */
  public String lockKey() {
    Service.ServiceKind kind = service.kind();
    String name =
        kind == Service.ServiceKind.GITHUB_ENVIRONMENT
            ? resource.replaceFirst("/[^/@]+@", "@")
            : resource;
    return (kind.provider() + "/" + kind.name() + "/" + name).toLowerCase(Locale.ROOT);
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
