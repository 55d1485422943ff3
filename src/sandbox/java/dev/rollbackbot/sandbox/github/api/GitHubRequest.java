package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call.
 *
 * @param path its parts, below the API's address
 * @param host that it was sent to, with the port
 */
public record GitHubRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String authorization,
    String userAgent,
    String version,
    String range,
    String host,
    String body) {
  boolean is(String wanted, String... parts) {
    if (!method.equals(wanted) || path.size() != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].equals("*") && !parts[i].equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  boolean changes() {
    return !method.equals("GET");
  }

  Optional<JsonObject> json() {
    return JsonHelper.parseObject(body);
  }

  int number(String name, int standard) {
    String text = query.getOrDefault(name, "");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : standard;
  }
}
