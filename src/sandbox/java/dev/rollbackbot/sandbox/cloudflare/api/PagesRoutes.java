package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.PagesDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.PagesProject;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /pages/projects/{name}…}: the project, its deployments, making one, rolling back. */
public record PagesRoutes(Account account, Faults faults) {
  private static final int UNKNOWN_PROJECT = 8000007;
  private static final int UNKNOWN_DEPLOYMENT = 8000009;
  private static final int BAD_LIST_OPTIONS = 8000024;
  private static final int NOT_ELIGIBLE = 8000035;
  private static final int MOST_PER_PAGE = 25;

  ProviderResponse answer(ProviderRequest call) {
    if (call.path().size() < 2 || !call.segment(0).equals("projects")) {
      return Envelope.noRoute();
    }
    return account
        .project(call.segment(1), project -> inProject(project, call.below(2)))
        .orElseGet(() ->
            Envelope.error(
                404, UNKNOWN_PROJECT, "Project not found. The specified project name is unknown."));
  }

  private ProviderResponse inProject(PagesProject project, ProviderRequest call) {
    List<String> path = call.path();
    if (path.isEmpty()) {
      return reading(call, () -> Envelope.ok(PagesJson.project(project)));
    }
    if (!path.getFirst().equals("deployments")) {
      return Envelope.noRoute();
    }
    return switch (path.size()) {
      case 1 ->
          call.is("POST")
              ? new Uploads(account).pages(project, call)
              : reading(call, () -> list(project, call));
      case 2 -> reading(call, () -> one(project, path.get(1)));
      case 3 ->
          path.get(2).equals("rollback")
              ? rollBack(project, call, path.get(1))
              : Envelope.noRoute();
      default -> Envelope.noRoute();
    };
  }

  private static ProviderResponse reading(ProviderRequest call, Supplier<ProviderResponse> read) {
    return call.is("GET") ? read.get() : Envelope.badMethod(call.method());
  }

  private static ProviderResponse one(PagesProject project, String id) {
    return project
        .deployment(id)
        .map(each -> Envelope.ok(PagesJson.deployment(project, each)))
        .orElseGet(PagesRoutes::unknownDeployment);
  }

  private static ProviderResponse list(PagesProject project, ProviderRequest call) {
    int page = call.number("page", 1);
    int perPage = call.number("per_page", MOST_PER_PAGE);
    if (page < 1 || perPage < 1 || perPage > MOST_PER_PAGE) {
      return Envelope.error(400, BAD_LIST_OPTIONS, "Invalid list options provided.");
    }
    String environment = call.query().getOrDefault("env", "");
    List<PagesDeployment> all =
        project.newestFirst().stream()
            .filter(each -> environment.isEmpty() || each.environment().equals(environment))
            .toList();
    List<PagesDeployment> items = all.stream().skip((page - 1L) * perPage).limit(perPage).toList();
    JsonArrayBuilder result = JsonHelper.array();
    items.forEach(each -> result.add(PagesJson.deployment(project, each)));
    return Envelope.page(result.build(), Envelope.info(page, perPage, items.size(), all.size()));
  }

  private ProviderResponse rollBack(PagesProject project, ProviderRequest call, String id) {
    if (!call.is("POST")) {
      return Envelope.badMethod(call.method());
    }
    Optional<PagesDeployment> target = project.deployment(id);
    if (target.isEmpty()) {
      return unknownDeployment();
    }
    if (!target.get().eligibleForRollback()) {
      return Envelope.error(
          400, NOT_ELIGIBLE, "Only a successful production deployment can be rolled back to.");
    }
    ChangeFaults changeFaults = new ChangeFaults(faults);
    Optional<ProviderResponse> instead = changeFaults.insteadOfChange();
    if (instead.isPresent()) {
      return instead.get();
    }
    account.rollBack(project, target.get());
    return changeFaults.afterChange(Envelope.ok(PagesJson.deployment(project, target.get())));
  }

  private static ProviderResponse unknownDeployment() {
    return Envelope.error(
        404, UNKNOWN_DEPLOYMENT, "The deployment ID you have specified does not exist.");
  }
}
