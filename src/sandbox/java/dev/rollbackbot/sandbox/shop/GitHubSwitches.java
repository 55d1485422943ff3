package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.SwitchGroup;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Faults and runs of repositories, for the page. */
public record GitHubSwitches(List<GitHubStandIn> repositories, InstantSource clock)
    implements SwitchGroup {
  @Override
  public List<JsonObject> faults() {
    return Stream.of(ShopFault.values())
        .filter(each -> each.id.startsWith("github-"))
        .map(each ->
            each.json(
                each.atGitHub
                    .map(fault -> repositories.stream().anyMatch(one -> one.isOn(fault)))
                    .orElse(false)))
        .toList();
  }

  @Override
  public void setFault(String id, boolean on) {
    ShopFault fault = ShopFault.of(id).orElseThrow();
    if (fault == ShopFault.GITHUB_SOMEONE_CANCELS && on) {
      newestFirst().limit(1).forEach(run -> repositories.forEach(one -> cancel(one, run)));
    }
    fault.atGitHub.ifPresent(each -> repositories.forEach(one -> one.setFault(each.id, on)));
    if (fault == ShopFault.GITHUB_CHECK_FAILS && !on) {
      repositories.forEach(
          one -> one.pulls().all().stream().filter(StoredPull::isOpen).forEach(one.pulls()::rerun));
    }
  }

  /** What has switched itself off at one of them is off at all. */
  public void settle() {
    for (ShopFault fault : ShopFault.values()) {
      fault
          .atGitHub
          .filter(each -> !repositories.stream().allMatch(one -> one.isOn(each)))
          .ifPresent(each -> repositories.forEach(one -> one.setFault(each.id, false)));
    }
  }

  private static void cancel(GitHubStandIn repository, WorkflowRun run) {
    boolean _ = repository.cancel(Long.toString(run.id));
  }

  private Stream<WorkflowRun> newestFirst() {
    return repositories.stream()
        .flatMap(one -> one.runs().stream())
        .sorted(Comparator.comparing((WorkflowRun run) -> run.createdAt).reversed());
  }

  /** The newest runs. */
  public JsonArray runs() {
    return WorkflowRunsJson.of(newestFirst().toList(), clock.instant());
  }

  /** Whether a run of that workflow came to a good end; {@code shop/web/deploy.yml}. */
  public boolean succeeded(String workflow) {
    return repositories.stream()
        .flatMap(one ->
            one.runs().stream()
                .filter(run -> workflow.equals(one.fullName() + "/" + run.workflow.file())))
        .anyMatch(run -> run.standing(clock.instant()).conclusion().equals("success"));
  }

  /** Whether a pull request of that repository was merged. */
  public boolean merged(String repository) {
    return repositories.stream()
        .filter(one -> one.fullName().equals(repository))
        .flatMap(one -> one.pulls().all().stream())
        .anyMatch(pull -> pull.mergedBy().isPresent());
  }

  public boolean anyMerged() {
    return repositories.stream().anyMatch(one -> merged(one.fullName()));
  }

  /** Whether any run came to a good end. */
  public boolean anySucceeded() {
    return newestFirst()
        .anyMatch(run -> run.standing(clock.instant()).conclusion().equals("success"));
  }

  /**
   * As a person at GitHub does.
   *
   * @param decision {@code approve}, {@code reject} or {@code cancel}
   * @throws IllegalArgumentException if that can't be done with that run now
   */
  public void decide(String run, String decision) {
    boolean done =
        repositories.stream()
            .anyMatch(one ->
                switch (decision) {
                  case "approve" -> one.decide(run, true);
                  case "reject" -> one.decide(run, false);
                  case "cancel" -> one.cancel(run);
                  default -> false;
                });
    if (!done) {
      throw new IllegalArgumentException("The run does not wait for that any more.");
    }
  }

  /** The last calls; an address that is signed is shown without its signature. */
  public Stream<JsonObject> calls() {
    return repositories.stream()
        .flatMap(one -> JsonHelper.each(one.calls()))
        .map(each ->
            JsonHelper.with(
                each, "path", each.getString("path").replaceFirst("sig=[^&]*", "sig=…")));
  }

  @Override
  public void reset() {
    repositories.forEach(GitHubStandIn::reset);
  }
}
