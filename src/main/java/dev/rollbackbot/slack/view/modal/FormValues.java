package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of a modal by block id: texts, days, people and values of options, with blanks between
 * those of several.
 */
public final class FormValues {
  private FormValues() {}

  public static Map<String, String> of(View view) {
    Map<String, String> out = new HashMap<>();
    ViewState state = view.getState();
    if (state != null && state.getValues() != null) {
      state
          .getValues()
          .forEach((block, elements) ->
              // Anything may be null in what comes from outside.
              Stream.ofNullable(elements)
                  .flatMap(values -> values.values().stream())
                  .filter(Objects::nonNull)
                  .map(FormValues::text)
                  .filter(Objects::nonNull)
                  .forEach(text -> out.put(block, text.strip())));
    }
    return Map.copyOf(out);
  }

  private static @Nullable String text(ViewState.Value value) {
    if (value.getSelectedOption() != null) {
      return value.getSelectedOption().getValue();
    }
    if (value.getSelectedOptions() != null) {
      return value.getSelectedOptions().stream()
          .filter(Objects::nonNull)
          .map(ViewState.SelectedOption::getValue)
          .filter(Objects::nonNull)
          .collect(Collectors.joining(" "));
    }
    if (value.getSelectedDate() != null) {
      return value.getSelectedDate();
    }
    if (value.getSelectedUser() != null) {
      return value.getSelectedUser();
    }
    if (value.getSelectedDateTime() != null) {
      return value.getSelectedDateTime().toString();
    }
    return value.getValue();
  }
}
