package dev.rollbackbot.gateway.github;

import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the runbooks that are in use ask of GitHub, and the rights that this takes. */
record RunbookNeeds(List<JobSpec> jobs, List<ServiceRef> services) {
  private static final String READ = "read";
  private static final String WRITE = "write";

  <T extends JobSpec> Stream<T> of(Class<T> kind) {
    return jobs.stream().filter(kind::isInstance).map(kind::cast);
  }

  Stream<WorkflowSpec> workflows() {
    return of(WorkflowSpec.class);
  }

  /** Of pull requests, whether they are opened or merged. */
  Stream<PullRequestBranches> branches() {
    return Stream.concat(
            of(PullRequestSpec.class).map(PullRequestSpec::branches),
            of(MergeSpec.class).map(MergeSpec::branches))
        .distinct();
  }

  /** By GitHub's names of permissions. */
  Map<String, String> rights() {
    Map<String, String> rights = new TreeMap<>(Map.of("contents", READ));
    boolean pulls = branches().findAny().isPresent();
    if (!pulls || !services.isEmpty() || workflows().findAny().isPresent()) {
      rights.put("actions", WRITE);
    }
    if (!services.isEmpty()) {
      rights.put("deployments", READ);
    }
    if (pulls) {
      rights.putAll(Map.of("pull_requests", WRITE, "checks", READ, "statuses", READ));
    }
    if (of(MergeSpec.class).findAny().isPresent()) {
      rights.put("contents", WRITE);
    }
    return rights;
  }
}
