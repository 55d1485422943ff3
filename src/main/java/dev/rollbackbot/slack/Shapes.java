package dev.rollbackbot.slack;

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
final class Shapes {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,40}");
  private static final int LONGEST = 3_000;

  private Shapes() {}

  /** What it lacks; empty: it can be handled. */
  static Optional<String> lack(Request<?> request) {
    return switch (request) {
      case SlashCommandRequest r -> lack(r.getPayload());
      case BlockActionRequest r -> lack(r.getPayload());
      case ViewSubmissionRequest r -> lack(r.getPayload());
      default -> Optional.empty();
    };
  }

  private static Optional<String> lack(@Nullable SlashCommandPayload p) {
    if (p == null || !id(p.getUserId())) {
      return Optional.of("a person");
    }
    if (!id(p.getChannelId())) {
      return Optional.of("a channel");
    }
    return text(p.getCommand()) && text(p.getTriggerId())
        ? Optional.empty()
        : Optional.of("a command or its trigger");
  }

  private static Optional<String> lack(@Nullable BlockActionPayload p) {
    if (p == null || p.getUser() == null || !id(p.getUser().getId())) {
      return Optional.of("a person");
    }
    List<BlockActionPayload.Action> actions = p.getActions();
    if (actions == null || actions.stream().anyMatch(a -> a == null || !text(a.getActionId()))) {
      return Optional.of("actions with ids");
    }
    View view = p.getView();
    return view == null || text(view.getId()) ? Optional.empty() : Optional.of("the view's id");
  }

  private static Optional<String> lack(@Nullable ViewSubmissionPayload p) {
    if (p == null || p.getUser() == null || !id(p.getUser().getId())) {
      return Optional.of("a person");
    }
    View view = p.getView();
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
