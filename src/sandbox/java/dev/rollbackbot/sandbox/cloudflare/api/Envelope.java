package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

final class Envelope {
  private Envelope() {}

  static ProviderResponse ok(JsonValue result) {
    return ProviderResponse.json(200, body(true, JsonValue.EMPTY_JSON_ARRAY, result).build());
  }

  static JsonObject info(int page, int perPage, int count, int total) {
    return JsonHelper.object()
        .add("page", page)
        .add("per_page", perPage)
        .add("count", count)
        .add("total_count", total)
        .add("total_pages", Math.ceilDiv(total, perPage))
        .build();
  }

  static ProviderResponse page(JsonValue result, JsonObject resultInfo) {
    return ProviderResponse.json(
        200, body(true, JsonValue.EMPTY_JSON_ARRAY, result).add("result_info", resultInfo).build());
  }

  static ProviderResponse error(int status, int code, String message) {
    JsonObject error = JsonHelper.object().add("code", code).add("message", message).build();
    return ProviderResponse.json(
        status, body(false, JsonHelper.array().add(error).build(), JsonValue.NULL).build());
  }

  static ProviderResponse noRoute() {
    return error(404, 7000, "No route for that URI");
  }

  static ProviderResponse badMethod(String method) {
    return error(405, 10405, "Method " + method + " is not allowed for this URI");
  }

  private static JsonObjectBuilder body(boolean success, JsonArray errors, JsonValue result) {
    return JsonHelper.object()
        .add("success", success)
        .add("errors", errors)
        .add("messages", JsonValue.EMPTY_JSON_ARRAY)
        .add("result", result);
  }
}
