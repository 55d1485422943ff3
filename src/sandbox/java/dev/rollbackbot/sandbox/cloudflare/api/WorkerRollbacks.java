package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment.VersionTraffic;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerScript;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerVersion;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST …/deployments}: makes versions live. The provider has no compare-and-set: posting the
 * live version makes one more deployment.
 */
record WorkerRollbacks(Account account, Faults faults) {
  private static final int MOST_VERSIONS = 2;
  private static final int BAD_REQUEST_CODE = 10021;
  private static final int SECRETS_CHANGED = 10220;
  private static final String SECRETS_TEXT =
      "A secret has changed since this version was active. If you are sure this is ok, add a"
          + " ?force=true query parameter to allow the rollback. The following secrets have"
          + " changed: ";
  private static final int NOT_DEPLOYABLE = 10211;
  private static final int BLOCKED = 10353;

  ProviderResponse post(WorkerScript worker, ProviderRequest call) {
    if (refusesOnce(worker)) {
      return Envelope.error(400, BLOCKED, "Deployments are blocked for this account");
    }
    Optional<ProviderResponse> instead = changeFaults().insteadOfChange();
    if (instead.isPresent()) {
      return instead.get();
    }
    try (JsonReader reader = Json.createReader(new StringReader(call.body()))) {
      return post(worker, reader.readObject(), call.asks("force"));
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      return refused("The body is not a deployment: " + e.getMessage());
    }
  }

  private ProviderResponse post(WorkerScript worker, JsonObject body, boolean force) {
    if (!body.getString("strategy", "").equals("percentage")) {
      return refused("strategy must be \"percentage\"");
    }
    List<VersionTraffic> shares = shares(body);
    double sum = shares.stream().mapToDouble(VersionTraffic::percentage).sum();
    if (shares.isEmpty() || shares.size() > MOST_VERSIONS || sum != 100) {
      return refused("versions must be one or two whose percentages add up to 100");
    }
    for (VersionTraffic share : shares) {
      Optional<ProviderResponse> rejection = rejection(worker, share.versionId(), force);
      if (rejection.isPresent()) {
        return rejection.get();
      }
    }
    WorkerDeployment made = account.deploy(worker, message(body), shares);
    return changeFaults().afterChange(Envelope.ok(WorkerJson.deployment(made)));
  }

  private static Optional<ProviderResponse> rejection(
      WorkerScript worker, String versionId, boolean force) {
    Optional<WorkerVersion> version = worker.version(versionId);
    if (version.isEmpty()) {
      return Optional.of(WorkersRoutes.versionNotFound());
    }
    return switch (version.get().reuse()) {
      case ALLOWED -> {
        if (worker.migratedSince(version.get())) {
          yield Optional.of(
              Envelope.error(
                  400,
                  NOT_DEPLOYABLE,
                  "Versions before a Durable Object migration cannot be deployed"));
        }
        List<String> changed = worker.secretsChangedSince(version.get());
        yield force || changed.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Envelope.error(400, SECRETS_CHANGED, SECRETS_TEXT + String.join(", ", changed)));
      }
      case REFUSED ->
          Optional.of(
              Envelope.error(
                  400, NOT_DEPLOYABLE, "A queue that this version is bound to does not exist"));
    };
  }

  private static List<VersionTraffic> shares(JsonObject body) {
    List<VersionTraffic> shares = new ArrayList<>();
    if (!body.containsKey("versions")) {
      return shares;
    }
    for (JsonObject each : body.getJsonArray("versions").getValuesAs(JsonObject.class)) {
      if (!each.containsKey("version_id") || !each.containsKey("percentage")) {
        throw new IllegalArgumentException("each version needs version_id and percentage");
      }
      double percentage = each.getJsonNumber("percentage").doubleValue();
      shares.add(new VersionTraffic(each.getString("version_id"), percentage));
    }
    return shares;
  }

  private static String message(JsonObject body) {
    return body.containsKey("annotations")
        ? body.getJsonObject("annotations").getString("workers/message", "")
        : "";
  }

  private ChangeFaults changeFaults() {
    return new ChangeFaults(faults);
  }

  private boolean refusesOnce(WorkerScript worker) {
    for (Fault fault : List.of(Fault.FAIL_GATEWAY_ONCE, Fault.FAIL_PLANNING_ONCE)) {
      if (fault.target.filter(worker.service::equals).isPresent() && faults.useUp(fault)) {
        return true;
      }
    }
    return false;
  }

  private static ProviderResponse refused(String why) {
    return Envelope.error(400, BAD_REQUEST_CODE, why);
  }
}
