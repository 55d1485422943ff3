package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import org.apache.hc.core5.http.ContentType;

/**
 * Puts the template of an earlier revision back, if the workload is still as it was read: the
 * object, its version and its template are part of the request.
 */
record WorkloadPatch(WorkloadReader reader, RollBack job, LeaseCheck leaseCheck) {
  /** Every write of the status makes a conflict, which is usual during a rollout. */
  private static final int TRIES = 6;

  private static final int CONFLICT = 409;
  private static final ContentType JSON_PATCH = ContentType.create("application/json-patch+json");
  private static final ContentType STRATEGIC_MERGE =
      ContentType.create("application/strategic-merge-patch+json");

  /**
   * What came of it.
   *
   * @param resourceVersion of the object that the last request was for: with another one the
   *     request can no longer take effect
   */
  record SentPatch(CallResult result, JsonValue resourceVersion) {}

  SentPatch send() throws ProviderReadException {
    Workload read = checked();
    SentPatch sent = send(read);
    for (int i = 1; i < TRIES && isConflict(sent.result); i++) {
      Workload again = checked();
      boolean same = again.uid().equals(read.uid()) && again.template().sameAs(read.template());
      if (!same) {
        return sent;
      }
      sent = send(again);
    }
    return sent;
  }

  private static boolean isConflict(CallResult result) {
    return result instanceof ErrorResponse error && error.status() == CONFLICT;
  }

  /** Read anew, and still what the plan says. */
  private Workload checked() throws ProviderReadException {
    Workload workload = reader.read(job.service().resource());
    if (!workload.live().servesSameAs(job.planned())) {
      throw new ProviderReadException(
          FailureKind.CHANGED,
          "changed",
          "%s runs %s; the plan expected %s."
              .formatted(job.service().id(), workload.live().label(), job.planned().label()));
    }
    var refusal = new WorkloadOwner(workload).controller().or(workload::standsStill);
    if (refusal.isPresent()) {
      throw new ProviderReadException(FailureKind.REFUSED, "not-possible", refusal.get());
    }
    return workload;
  }

  private Revision target(Workload workload) throws ProviderReadException {
    Revision target =
        workload
            .revision(job.target().id())
            .orElseThrow(() ->
                new ProviderReadException(
                    FailureKind.REFUSED,
                    "revision-gone",
                    "Kubernetes no longer has %s of %s."
                        .formatted(job.target().label(), workload.resource())));
    String digest = target.template().digest();
    if (job.target().digest().filter(approved -> !approved.equals(digest)).isPresent()) {
      throw new ProviderReadException(
          FailureKind.CHANGED,
          "target-changed",
          "%s of %s is not what was approved: its template was changed."
              .formatted(job.target().label(), workload.resource()));
    }
    return target;
  }

  private SentPatch send(Workload workload) throws ProviderReadException {
    Revision target = target(workload);
    String path =
        WorkloadReader.path(workload.kind().plural, workload.resource())
            + "?fieldManager="
            + Workload.FIELD_MANAGER;
    CallResult result =
        switch (workload.kind()) {
          case DEPLOYMENT ->
              reader.client().patch(path, JSON_PATCH, operations(workload, target), leaseCheck);
          case STATEFUL_SET, DAEMON_SET ->
              reader.client().patch(path, STRATEGIC_MERGE, merged(workload, target), leaseCheck);
        };
    return new SentPatch(result, version(workload.object()));
  }

  private JsonValue operations(Workload workload, Revision target) {
    JsonObject object = workload.object();
    JsonArrayBuilder operations =
        Json.createArrayBuilder()
            .add(operation("test", "/metadata/uid", uid(object)))
            .add(
                operation(
                    "test", "/spec/template", ObjectFields.object(object, "spec", "template")))
            .add(operation("replace", "/metadata/resourceVersion", version(object)))
            .add(operation("replace", "/spec/template", target.template().json()));
    if (ObjectFields.object(object, "metadata", "annotations").isEmpty()) {
      operations.add(operation("add", "/metadata/annotations", annotations().build()));
    } else {
      annotations()
          .build()
          .forEach((name, value) ->
              operations.add(
                  operation("add", "/metadata/annotations/" + name.replace("/", "~1"), value)));
    }
    return operations.build();
  }

  private static JsonObject operation(String op, String path, JsonValue value) {
    return Json.createObjectBuilder().add("op", op).add("path", path).add("value", value).build();
  }

  /** The data of the revision as Kubernetes keeps it: it says that lists are to be replaced. */
  private JsonValue merged(Workload workload, Revision target) {
    JsonObjectBuilder metadata =
        Json.createObjectBuilder()
            .add("uid", uid(workload.object()))
            .add("resourceVersion", version(workload.object()))
            .add("annotations", annotations());
    return Json.createObjectBuilder(target.data()).add("metadata", metadata).build();
  }

  /** Without a change cause of its own the earlier revision would get that of the newer one. */
  private JsonObjectBuilder annotations() {
    return Json.createObjectBuilder()
        .add(Revision.CHANGE_CAUSE, job.message())
        .add(Workload.REQUEST, job.message());
  }

  private static JsonValue uid(JsonObject object) {
    return field(object, "uid");
  }

  static JsonValue version(JsonObject object) {
    return field(object, "resourceVersion");
  }

  /** A missing one never matches, so that the request is refused. */
  private static JsonValue field(JsonObject object, String name) {
    return Json.createValue(ObjectFields.text(object, "metadata", name).orElse("missing"));
  }
}
