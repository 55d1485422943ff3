package dev.rollbackbot.crash.points;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The bundled runbook with its three services at Cloudflare. */
record KilledFactory(Sandbox sandbox, Path folder) implements KilledRollback {
  @Override
  public String runbook() {
    return "factory";
  }

  @Override
  public String beforeItem() {
    return "4 of 5 done";
  }

  @Override
  public int steps() {
    return 3;
  }

  @Override
  public URI provider() {
    return sandbox.cloudflareApiUrl();
  }

  @Override
  public Map<String, String> settings(URI proxy) {
    return Map.of(
        "RUNBOOKS",
        FastRunbook.runbooks(folder).toString(),
        "CLOUDFLARE_API_BASE_URL",
        proxy.toString());
  }

  @Override
  public List<String> carriedOut() {
    return new SandboxUsers(sandbox.address())
        .inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class).stream()
            .map(r -> r.getString("service"))
            .toList();
  }

  @Override
  public List<String> expected() {
    return List.of("gateway", "planning-machine", "ui");
  }

  @Override
  public boolean personDecides() {
    return false;
  }

  @Override
  public void close() {
    // The stand-in belongs to the sandbox.
  }
}
