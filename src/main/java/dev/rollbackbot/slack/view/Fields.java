package dev.rollbackbot.slack.view;

import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people filled in, by block id: texts, days, people and values of options alike. */
public final class Fields {
  private Fields() {}

  public static Map<String, String> of(View view) {
    Map<String, String> out = new HashMap<>();
    ViewState state = view.getState();
    if (state != null && state.getValues() != null) {
      state
          .getValues()
          .forEach((block, elements) -> {
            for (ViewState.Value v : elements.values()) {
              String text = text(v);
              if (text != null) {
                out.put(block, text.strip());
              }
            }
          });
    }
    return Map.copyOf(out);
  }

  private static @Nullable String text(ViewState.Value v) {
    if (v.getSelectedOption() != null) {
      return v.getSelectedOption().getValue();
    }
    if (v.getSelectedDate() != null) {
      return v.getSelectedDate();
    }
    if (v.getSelectedUser() != null) {
      return v.getSelectedUser();
    }
    if (v.getSelectedDateTime() != null) {
      return v.getSelectedDateTime().toString();
    }
    return v.getValue();
  }
}
