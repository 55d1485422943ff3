package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
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
    return event(account.now(), script, fails).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject event(Instant now, String script, boolean fails) {
    String path = fails ? "/api/public/factory/templates" : "/health";
    JsonArrayBuilder exceptions = array();
    if (fails) {
      exceptions.add(
          object()
              .add("name", "TypeError")
              .add("message", "Cannot read properties of undefined (reading 'templates')")
              .add("timestamp", now.toEpochMilli()));
    }
    JsonObject request =
        object()
            .add("url", "https://" + script + ".sandbox.example" + path)
            .add("method", "GET")
            .add("headers", object())
            .build();
    JsonObject line =
        object()
            .add("message", array().add("GET " + path))
            .add("level", fails ? "error" : "log")
            .add("timestamp", now.toEpochMilli())
            .build();
    return object()
        .add("scriptName", script)
        .add("outcome", fails ? "exception" : "ok")
        .add("eventTimestamp", now.toEpochMilli())
        .add("exceptions", exceptions)
        .add("logs", array().add(line))
        .add(
            "event",
            object()
                .add("request", request)
                .add("response", object().add("status", fails ? 500 : 200)))
        .build();
  }
}
