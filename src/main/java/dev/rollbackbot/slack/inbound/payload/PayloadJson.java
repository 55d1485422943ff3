package dev.rollbackbot.slack.inbound.payload;

import com.google.gson.Gson;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import com.slack.api.util.json.GsonFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Payloads as they are stored until they are decided: only what the decision and the answer need.
 * No token, no name, and nothing of the message or the form but what was entered.
 */
public final class PayloadJson {
  private static final Gson GSON = GsonFactory.createSnakeCase();

  private PayloadJson() {}

  public static String write(SlashCommandPayload payload) {
    SlashCommandPayload kept = new SlashCommandPayload();
    kept.setUserId(payload.getUserId());
    kept.setChannelId(payload.getChannelId());
    kept.setCommand(payload.getCommand());
    kept.setText(payload.getText());
    kept.setTriggerId(payload.getTriggerId());
    kept.setResponseUrl(payload.getResponseUrl());
    return GSON.toJson(kept);
  }

  public static SlashCommandPayload slashCommand(String json) {
    return GSON.fromJson(json, SlashCommandPayload.class);
  }

  public static String write(BlockActionPayload payload) {
    BlockActionPayload kept = new BlockActionPayload();
    BlockActionPayload.User user = new BlockActionPayload.User();
    user.setId(payload.getUser().getId());
    kept.setUser(user);
    if (payload.getChannel() != null) {
      BlockActionPayload.Channel channel = new BlockActionPayload.Channel();
      channel.setId(payload.getChannel().getId());
      kept.setChannel(channel);
    }
    if (payload.getContainer() != null) {
      BlockActionPayload.Container container = new BlockActionPayload.Container();
      container.setViewId(payload.getContainer().getViewId());
      container.setMessageTs(payload.getContainer().getMessageTs());
      kept.setContainer(container);
    }
    kept.setView(kept(payload.getView()));
    kept.setActions(payload.getActions().stream().map(PayloadJson::kept).toList());
    kept.setTriggerId(payload.getTriggerId());
    kept.setResponseUrl(payload.getResponseUrl());
    return GSON.toJson(kept);
  }

  private static BlockActionPayload.Action kept(BlockActionPayload.Action action) {
    BlockActionPayload.Action kept = new BlockActionPayload.Action();
    kept.setActionId(action.getActionId());
    kept.setActionTs(action.getActionTs());
    kept.setValue(action.getValue());
    kept.setSelectedOption(action.getSelectedOption());
    return kept;
  }

  public static BlockActionPayload click(String json) {
    return GSON.fromJson(json, BlockActionPayload.class);
  }

  public static String write(ViewSubmissionPayload payload) {
    ViewSubmissionPayload kept = new ViewSubmissionPayload();
    ViewSubmissionPayload.User user = new ViewSubmissionPayload.User();
    user.setId(payload.getUser().getId());
    kept.setUser(user);
    kept.setView(kept(payload.getView()));
    kept.setTriggerId(payload.getTriggerId());
    return GSON.toJson(kept);
  }

  public static ViewSubmissionPayload submission(String json) {
    return GSON.fromJson(json, ViewSubmissionPayload.class);
  }

  private static @Nullable View kept(@Nullable View view) {
    return view == null
        ? null
        : View.builder()
            .type("modal")
            .id(view.getId())
            .callbackId(view.getCallbackId())
            .privateMetadata(view.getPrivateMetadata())
            .hash(view.getHash())
            .state(view.getState())
            .blocks(List.of())
            .build();
  }
}
