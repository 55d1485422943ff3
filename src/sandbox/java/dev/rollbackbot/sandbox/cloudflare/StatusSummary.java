package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObjectBuilder;

/** The summary of the provider's status page. One data centre is always under maintenance. */
final class StatusSummary {
  private StatusSummary() {}

  static ProviderResponse answer(Faults faults) {
    boolean trouble = faults.isOn(Fault.STATUS_TROUBLE);
    return ProviderResponse.json(
        200,
        JsonHelper.object()
            .add(
                "status",
                JsonHelper.object()
                    .add("indicator", trouble ? "major" : "minor")
                    .add("description", trouble ? "Partial System Outage" : "Minor Service Outage"))
            .add(
                "components",
                JsonHelper.array()
                    .add(component("API", "operational"))
                    .add(component("Workers", trouble ? "partial_outage" : "operational"))
                    .add(component("Pages", "operational"))
                    .add(component("Amsterdam, Netherlands - (AMS)", "under_maintenance")))
            .add("incidents", JsonHelper.array())
            .build());
  }

  private static JsonObjectBuilder component(String name, String status) {
    return JsonHelper.object().add("name", name).add("status", status);
  }
}
