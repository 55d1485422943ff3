package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Log events of a Worker; every second call fails while the factory build is served. */
final class TailEvents {
  private static final int FAILURE_EVERY = 2;

  private TailEvents() {}

  static byte[] event(Account account, String script, int count) {
    boolean factory =
        account.worker(script, worker -> worker.served(account.now())).orElse(BuildContents.GOOD)
            == BuildContents.FACTORY;
    boolean fails = factory && count % FAILURE_EVERY == 0;
    String said = account.hostile() ? Account.HOSTILE : "";
    return event(account.now(), script, fails, said).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject event(Instant now, String script, boolean fails, String said) {
    String path = fails ? "/api/public/factory/templates" : "/health";
    JsonArrayBuilder exceptions = JsonHelper.array();
    if (fails) {
      exceptions.add(
          JsonHelper.object()
              .add("name", "TypeError")
              .add("message", "Cannot read properties of undefined (reading 'templates')")
              .add("timestamp", now.toEpochMilli()));
    }
    JsonObject request =
        JsonHelper.object()
            .add("url", "https://" + script + ".sandbox.example" + path)
            .add("method", "GET")
            .add("headers", JsonHelper.object())
            .build();
    JsonObject line =
        JsonHelper.object()
            .add("message", JsonHelper.array().add("GET " + path + " " + said))
            .add("level", fails ? "error" : "log")
            .add("timestamp", now.toEpochMilli())
            .build();
    return JsonHelper.object()
        .add("scriptName", script)
        .add("outcome", fails ? "exception" : "ok")
        .add("eventTimestamp", now.toEpochMilli())
        .add("exceptions", exceptions)
        .add("logs", JsonHelper.array().add(line))
        .add(
            "event",
            JsonHelper.object()
                .add("request", request)
                .add("response", JsonHelper.object().add("status", fails ? 500 : 200)))
        .build();
  }
}
