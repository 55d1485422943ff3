package dev.rollbackbot.slack.inbound.payload;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.context.builtin.ActionContext;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.util.json.GsonFactory;
import java.util.Optional;

/**
 * A click as the SDK's own request, read with one reader for all of them. The SDK makes a reader
 * for each request, and that takes longer than all else that a click needs (decision 72).
 */
public final class ClickRequest extends BlockActionRequest {
  private static final Gson GSON = GsonFactory.createSnakeCase();

  private final BlockActionPayload payload;

  /** Without a payload the SDK's constructor reads nothing. */
  private ClickRequest(String body, BlockActionPayload payload, RequestHeaders headers) {
    super(body, null, headers);
    this.payload = payload;
    fill(getContext());
  }

  /**
   * Empty: it is no click.
   *
   * @param body as it was received: the form, or with Socket Mode the payload
   * @param json its payload
   * @throws com.google.gson.JsonParseException it can't be read
   */
  public static Optional<Request<?>> read(
      String body, JsonElement json, RequestHeaders headers, AppConfig config) {
    if (!isClick(json)) {
      return Optional.empty();
    }
    ClickRequest request =
        new ClickRequest(body, GSON.fromJson(json, BlockActionPayload.class), headers);
    request.updateContext(config);
    return Optional.of(request);
  }

  private static boolean isClick(JsonElement json) {
    return json instanceof JsonObject object
        && object.get("type") instanceof JsonPrimitive type
        && type.getAsString().equals(BlockActionPayload.TYPE);
  }

  /** As the SDK does. */
  private void fill(ActionContext context) {
    context.setFunctionBotAccessToken(payload.getBotAccessToken());
    context.setResponseUrl(payload.getResponseUrl());
    context.setTriggerId(payload.getTriggerId());
    if (payload.getTriggerId() == null && payload.getInteractivity() != null) {
      context.setTriggerId(payload.getInteractivity().getInteractivityPointer());
    }
    BlockActionPayload.Team team = payload.getTeam();
    BlockActionPayload.User user = payload.getUser();
    if (payload.getEnterprise() != null) {
      context.setEnterpriseId(payload.getEnterprise().getId());
    } else if (team != null) {
      context.setEnterpriseId(team.getEnterpriseId());
    }
    if (team != null && team.getId() != null) {
      context.setTeamId(team.getId());
    } else if (user != null) {
      context.setTeamId(user.getTeamId());
    }
    if (user != null) {
      context.setRequestUserId(user.getId());
    }
    if (payload.getFunctionData() != null) {
      context.setFunctionExecutionId(payload.getFunctionData().getExecutionId());
    }
  }

  @Override
  public BlockActionPayload getPayload() {
    return payload;
  }
}
