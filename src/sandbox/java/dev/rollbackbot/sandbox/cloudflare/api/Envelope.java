package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

final class Envelope {
  private Envelope() {}

  static ProviderResponse ok(JsonValue result) {
    return ProviderResponse.json(200, success(result).build());
  }

  static ProviderResponse page(JsonArray result, JsonObject resultInfo) {
    return ProviderResponse.json(200, success(result).add("result_info", resultInfo).build());
  }

  static ProviderResponse error(int status, int code, String message) {
    JsonObject error = object().add("code", code).add("message", message).build();
    return ProviderResponse.json(
        status,
        object()
            .add("success", false)
            .add("errors", array().add(error))
            .add("messages", JsonValue.EMPTY_JSON_ARRAY)
            .add("result", JsonValue.NULL)
            .build());
  }

  static ProviderResponse noRoute() {
    return error(404, 7000, "No route for that URI");
  }

  static ProviderResponse badMethod(String method) {
    return error(405, 10405, "Method " + method + " is not allowed for this URI");
  }

  private static JsonObjectBuilder success(JsonValue result) {
    return object()
        .add("success", true)
        .add("errors", JsonValue.EMPTY_JSON_ARRAY)
        .add("messages", JsonValue.EMPTY_JSON_ARRAY)
        .add("result", result);
  }
}
