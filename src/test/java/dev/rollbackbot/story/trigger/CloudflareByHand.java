package dev.rollbackbot.story.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Somebody who rolls Workers back without the bot. */
record CloudflareByHand(Map<String, String> environment) {
  /** Makes the version before the live one live. */
  void rollsBack(String script) {
    String before =
        send(request(script))
            .getJsonObject("result")
            .getJsonArray("deployments")
            .getJsonObject(1)
            .getJsonArray("versions")
            .getJsonObject(0)
            .getString("version_id");
    String body =
        "{\"strategy\": \"percentage\", \"versions\": [{\"version_id\": \"%s\", \"percentage\": 100}]}"
            .formatted(before);
    send(request(script).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String script) {
    return HttpRequest.newBuilder(
            URI.create(
                "%s/accounts/%s/workers/scripts/%s/deployments"
                    .formatted(
                        environment.get("CLOUDFLARE_API_BASE_URL"),
                        environment.get("CLOUDFLARE_ACCOUNT_ID"),
                        script)))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + environment.get("CLOUDFLARE_API_TOKEN"));
  }

  private static JsonObject send(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
        return reader.readObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
