package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.bolt.request.builtin.SlashCommandRequest;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.model.view.View;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a payload must have before anything is made of it: somebody who acts, and on what. */
final class PayloadValidator {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,40}");
  private static final int LONGEST = 3_000;

  private PayloadValidator() {}

  /** What it lacks; empty: it can be handled. */
  static Optional<String> missingPart(Request<?> request) {
    return switch (request) {
      case SlashCommandRequest slashCommand -> missingPart(slashCommand.getPayload());
      case BlockActionRequest blockAction -> missingPart(blockAction.getPayload());
      case ViewSubmissionRequest viewSubmission -> missingPart(viewSubmission.getPayload());
      default -> Optional.empty();
    };
  }

  private static Optional<String> missingPart(@Nullable SlashCommandPayload payload) {
    if (payload == null || !id(payload.getUserId())) {
      return Optional.of("a person");
    }
    if (!id(payload.getChannelId())) {
      return Optional.of("a channel");
    }
    return text(payload.getCommand()) && text(payload.getTriggerId())
        ? Optional.empty()
        : Optional.of("a command or its trigger");
  }

  private static Optional<String> missingPart(@Nullable BlockActionPayload payload) {
    if (payload == null || payload.getUser() == null || !id(payload.getUser().getId())) {
      return Optional.of("a person");
    }
    List<BlockActionPayload.Action> actions = payload.getActions();
    if (actions == null || actions.stream().anyMatch(a -> a == null || !text(a.getActionId()))) {
      return Optional.of("actions with ids");
    }
    View view = payload.getView();
    return view == null || text(view.getId()) ? Optional.empty() : Optional.of("the view's id");
  }

  private static Optional<String> missingPart(@Nullable ViewSubmissionPayload payload) {
    if (payload == null || payload.getUser() == null || !id(payload.getUser().getId())) {
      return Optional.of("a person");
    }
    View view = payload.getView();
    return view != null && text(view.getId()) && text(view.getCallbackId())
        ? Optional.empty()
        : Optional.of("a view with its ids");
  }

  private static boolean id(@Nullable String id) {
    return id != null && ID.matcher(id).matches();
  }

  private static boolean text(@Nullable String text) {
    return text != null && !text.isEmpty() && text.length() <= LONGEST;
  }
}
