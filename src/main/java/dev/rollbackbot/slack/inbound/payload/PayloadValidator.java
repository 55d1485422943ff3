package dev.rollbackbot.slack.inbound.payload;

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

/** Finds payloads without the parts that every handler needs. */
public final class PayloadValidator {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,40}");
  private static final int MAX_TEXT = 3_000;

  /** Of what tells two payloads apart, and is stored as a part of their keys. */
  private static final int MAX_MARK = 100;

  private PayloadValidator() {}

  /** Empty: nothing is missing. */
  public static Optional<String> missingPart(Request<?> request) {
    return switch (request) {
      case SlashCommandRequest slashCommand -> missingPart(slashCommand.getPayload());
      case BlockActionRequest blockAction -> missingPart(blockAction.getPayload());
      case ViewSubmissionRequest viewSubmission -> missingPart(viewSubmission.getPayload());
      default -> Optional.empty();
    };
  }

  private static Optional<String> missingPart(@Nullable SlashCommandPayload payload) {
    if (payload == null || !isId(payload.getUserId())) {
      return Optional.of("a person");
    }
    if (!isId(payload.getChannelId())) {
      return Optional.of("a channel");
    }
    return isText(payload.getCommand())
            && isText(payload.getTriggerId())
            && isMark(payload.getTriggerId())
        ? Optional.empty()
        : Optional.of("a command or its trigger");
  }

  private static Optional<String> missingPart(@Nullable BlockActionPayload payload) {
    if (payload == null || payload.getUser() == null || !isId(payload.getUser().getId())) {
      return Optional.of("a person");
    }
    List<BlockActionPayload.Action> actions = payload.getActions();
    if (actions == null || actions.stream().anyMatch(a -> a == null || !isText(a.getActionId()))) {
      return Optional.of("actions with ids");
    }
    BlockActionPayload.Container container = payload.getContainer();
    if (!actions.stream().allMatch(a -> isMark(a.getActionTs()))
        || (container != null
            && !(isMark(container.getMessageTs()) && isMark(container.getViewId())))) {
      return Optional.of("the ids of the message and the action");
    }
    View view = payload.getView();
    return view == null || (isText(view.getId()) && isMark(view.getId()))
        ? Optional.empty()
        : Optional.of("the view's id");
  }

  private static Optional<String> missingPart(@Nullable ViewSubmissionPayload payload) {
    if (payload == null || payload.getUser() == null || !isId(payload.getUser().getId())) {
      return Optional.of("a person");
    }
    View view = payload.getView();
    return view != null
            && isText(view.getId())
            && isMark(view.getId())
            && isText(view.getCallbackId())
            && isMark(payload.getTriggerId())
            && isMark(view.getHash())
        ? Optional.empty()
        : Optional.of("a view with its ids");
  }

  private static boolean isId(@Nullable String id) {
    return id != null && ID.matcher(id).matches();
  }

  /** It may be absent. */
  private static boolean isMark(@Nullable String text) {
    return text == null || text.length() <= MAX_MARK;
  }

  private static boolean isText(@Nullable String text) {
    return text != null && !text.isEmpty() && text.length() <= MAX_TEXT;
  }
}
