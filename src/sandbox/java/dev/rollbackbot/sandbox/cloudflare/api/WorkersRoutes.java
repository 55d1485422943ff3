package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerScript;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerVersion;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;

/** {@code /workers/scripts/{name}/…}: deployments, versions (also new ones) and tails. */
public final class WorkersRoutes {
  private static final int NOT_FOUND = 10007;
  private static final int MOST_DEPLOYABLE = 100;
  private static final int PER_PAGE = 25;

  private final Account account;
  private final Faults faults;
  private final WorkerRollbacks rollbacks;
  private final TailServer tails;

  public WorkersRoutes(Account account, Faults faults, TailServer tails) {
    this.account = account;
    this.faults = faults;
    this.rollbacks = new WorkerRollbacks(account, faults);
    this.tails = tails;
  }

  ProviderResponse answer(ProviderRequest call) {
    if (call.path().size() < 3 || !call.segment(0).equals("scripts")) {
      return Envelope.noRoute();
    }
    String script = call.segment(1);
    return account
        .worker(script, worker -> inWorker(worker, call.below(2)))
        .orElseGet(() ->
            Envelope.error(
                404, NOT_FOUND, "This Worker does not exist on your account: " + script));
  }

  static ProviderResponse versionNotFound() {
    return Envelope.error(404, NOT_FOUND, "workers.api.error.version_not_found");
  }

  private ProviderResponse inWorker(WorkerScript worker, ProviderRequest call) {
    if (call.path().size() > 2) {
      return Envelope.noRoute();
    }
    String id = call.segment(1);
    return switch (call.segment(0)) {
      case "deployments" -> id.isEmpty() ? deployments(worker, call) : deployment(worker, call, id);
      case "versions" -> versions(worker, call, id);
      case "tails" -> tails(worker, call, id);
      default -> Envelope.noRoute();
    };
  }

  private ProviderResponse deployments(WorkerScript worker, ProviderRequest call) {
    return switch (call.method()) {
      case "GET" -> {
        JsonArrayBuilder list = JsonHelper.array();
        String until = call.query().getOrDefault("until", "");
        worker.history.newestFirst().stream()
            .filter(
                each -> until.isEmpty() || each.createdOn().compareTo(Instant.parse(until)) <= 0)
            .forEach(each -> list.add(WorkerJson.deployment(each)));
        yield Envelope.ok(JsonHelper.object().add("deployments", list).build());
      }
      case "POST" -> rollbacks.post(worker, call);
      default -> Envelope.badMethod(call.method());
    };
  }

  private static ProviderResponse deployment(WorkerScript worker, ProviderRequest call, String id) {
    if (!call.is("GET")) {
      return Envelope.badMethod(call.method());
    }
    return worker.history.newestFirst().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .map(each -> Envelope.ok(WorkerJson.deployment(each)))
        .orElseGet(() -> Envelope.error(404, NOT_FOUND, "workers.api.error.deployment_not_found"));
  }

  private ProviderResponse versions(WorkerScript worker, ProviderRequest call, String id) {
    if (call.is("POST") && id.isEmpty()) {
      return new Uploads(account).version(worker, call);
    }
    if (!call.is("GET")) {
      return Envelope.badMethod(call.method());
    }
    if (!id.isEmpty()) {
      return worker
          .version(id)
          .map(version ->
              unreadable(worker, version)
                  ? ChangeFaults.serverError()
                  : Envelope.ok(WorkerJson.detail(version)))
          .orElseGet(WorkersRoutes::versionNotFound);
    }
    JsonArrayBuilder items = JsonHelper.array();
    List<WorkerVersion> all = worker.versionsNewestFirst();
    if (call.asks("deployable")) {
      // Such a list is not paged, whatever was asked.
      all.stream()
          .filter(each -> each.reuse() != WorkerVersion.Reuse.REFUSED)
          .limit(MOST_DEPLOYABLE)
          .forEach(each -> items.add(WorkerJson.summary(each)));
      return Envelope.ok(JsonHelper.object().add("items", items).build());
    }
    int page = Math.max(1, call.number("page", 1));
    int perPage = Math.max(1, call.number("per_page", PER_PAGE));
    List<WorkerVersion> some = all.stream().skip((page - 1L) * perPage).limit(perPage).toList();
    some.forEach(each -> items.add(WorkerJson.summary(each)));
    return Envelope.page(
        JsonHelper.object().add("items", items).build(),
        Envelope.info(page, perPage, some.size(), all.size()));
  }

  private boolean unreadable(WorkerScript worker, WorkerVersion version) {
    return faults.isOn(Fault.UNREADABLE_VERSION)
        && Fault.UNREADABLE_VERSION.target.filter(worker.service::equals).isPresent()
        && version.number() == Fault.UNREADABLE_NUMBER;
  }

  private ProviderResponse tails(WorkerScript worker, ProviderRequest call, String id) {
    if (id.isEmpty()) {
      return call.is("POST")
          ? tails.open(worker.script, call.host())
          : Envelope.badMethod(call.method());
    }
    if (!call.is("DELETE")) {
      return Envelope.badMethod(call.method());
    }
    return tails.close(worker.script, id)
        ? Envelope.ok(JsonValue.NULL)
        : Envelope.error(404, NOT_FOUND, "workers.api.error.tail_not_found");
  }
}
