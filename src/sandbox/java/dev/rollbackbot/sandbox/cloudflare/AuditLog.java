package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * The newest entries of the gateway's audit log: a login every ten seconds, and a use of the
 * factory every two while a release with it is served.
 */
record AuditLog(Account account) {
  private static final Duration REACHES_BACK = Duration.ofMinutes(10);
  private static final int EVERY = 2;
  private static final int LOGIN_EVERY = 10;

  JsonArray newestFirst(Instant now) {
    JsonArrayBuilder entries = JsonHelper.array();
    long newest = now.getEpochSecond() / EVERY * EVERY;
    for (long at = newest; at > newest - REACHES_BACK.toSeconds(); at -= EVERY) {
      Instant time = Instant.ofEpochSecond(at);
      if (at % LOGIN_EVERY == 0) {
        entries.add(entry(time, "user.login"));
      }
      if (factoryServed(time)) {
        entries.add(entry(time, "factory.template.viewed"));
      }
    }
    return entries.build();
  }

  private boolean factoryServed(Instant at) {
    return account.all((services, _) -> services.gateway().served(at)) == BuildContents.FACTORY;
  }

  private static JsonObject entry(Instant at, String type) {
    return JsonHelper.object().add("event_type", type).add("created_at", at.toString()).build();
  }
}
