package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Cloudflare's status page says of the parts that a rollback needs. It informs; nothing waits
 * for it, and its silence means nothing.
 */
record StatusPage(BoundedHttpClient client, CloudflareOptions options) {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPage.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_NAMED = 5;

  /** The page lists each data centre too, of which some is always under maintenance. */
  private static final Set<String> PARTS = Set.of("api", "dashboard", "pages", "workers");

  /** One sentence about trouble; empty: it says of none, or could not be read. */
  Optional<String> trouble() {
    return options.statusUrl().flatMap(this::read).flatMap(StatusPage::trouble);
  }

  private Optional<JsonObject> read(URI url) {
    HttpGet get = new HttpGet(url);
    get.setHeader("Accept", "application/json");
    Optional<JsonObject> page =
        client.exchange(get, () -> true, TIMEOUT, options.limits().responseBytes())
                    instanceof ReceivedResponse response
                && response.status() == 200
                && response.complete()
            ? BoundedJson.parse(response.body(), options.limits().jsonDepth())
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
            : Optional.empty();
    if (page.isEmpty()) {
      LOG.warn("status page could not be read url={}", url);
    }
    return page;
  }

  private static Optional<String> trouble(JsonObject page) {
    List<String> parts =
        BoundedJson.objects(page, "components").orElse(List.of()).stream()
            .flatMap(component -> trouble(component, BoundedJson.text(component, "name")).stream())
            .limit(MAX_NAMED)
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            parts.stream()
                .collect(Collectors.joining("; ", "Cloudflare's status page says: ", ".")));
  }

  private static Optional<String> trouble(JsonObject component, Optional<String> name) {
    boolean needed =
        name.filter(n ->
                PARTS.stream()
                    .anyMatch(
                        part -> Set.of(n.toLowerCase(Locale.ROOT).split("[^a-z]+")).contains(part)))
            .isPresent();
    return BoundedJson.text(component, "status")
        .filter(status -> needed && !status.equals("operational"))
        .map(status -> ProviderText.clip(name.get() + ": " + status.replace('_', ' ')));
  }
}
