package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonPatch;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.List;

/** The kinds of patches, as the type of the body names them. */
final class PatchTypes {
  private static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final String JSON = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private PatchTypes() {}

  sealed interface Patched {}

  record Applied(JsonObject object) implements Patched {}

  record NotApplied(ClusterReply reply) implements Patched {}

  static List<String> accepted(ApiResource resource) {
    List<String> types = new ArrayList<>(List.of(JSON, MERGE));
    if (!resource.custom()) {
      types.add(STRATEGIC);
    }
    return types;
  }

  static Patched apply(String type, String body, JsonObject object) {
    JsonValue patch = JsonHelper.parse(body).orElse(JsonValue.NULL);
    return switch (patch) {
      case JsonArray operations when type.equals(JSON) -> operations(operations, object);
      case JsonObject changes when type.equals(MERGE) ->
          new Applied(PROVIDER.createMergePatch(changes).apply(object).asJsonObject());
      case JsonObject changes when type.equals(STRATEGIC) ->
          new Applied(StrategicMerge.apply(object, changes));
      default -> new NotApplied(StatusReplies.badRequest("error decoding patch: " + type));
    };
  }

  private static Patched operations(JsonArray operations, JsonObject object) {
    for (JsonValue each : operations) {
      if (!(each instanceof JsonObject o) || !known(o)) {
        return new NotApplied(
            StatusReplies.badRequest("error decoding patch: unknown operation " + each));
      }
    }
    try {
      JsonPatch patch = PROVIDER.createPatch(operations);
      return new Applied(patch.apply(object));
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      // Which operation failed is not said.
      return new NotApplied(StatusReplies.patchDoesNotApply());
    }
  }

  private static boolean known(JsonObject operation) {
    return switch (JsonHelper.text(operation, "op")) {
      case "add", "replace", "test" ->
          operation.containsKey("path") && operation.containsKey("value");
      case "remove" -> operation.containsKey("path");
      case "move", "copy" -> operation.containsKey("path") && operation.containsKey("from");
      default -> false;
    };
  }
}
