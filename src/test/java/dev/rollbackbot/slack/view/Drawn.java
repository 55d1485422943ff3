package dev.rollbackbot.slack.view;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.util.json.GsonFactory;
import dev.rollbackbot.incident.IncidentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is drawn, as Slack gets it. */
final class Drawn {
  /** Knows one group and one panel. */
  static final Names NAMES =
      new Names() {
        @Override
        public Optional<String> groupId(String handleOrId) {
          return handleOrId.equals("@oncall") ? Optional.of("S0ONCALL") : Optional.empty();
        }

        @Override
        public Optional<String> logLink(IncidentId id) {
          return Optional.of("https://example.slack.com/archives/C1/p1");
        }
      };

  private Drawn() {}

  static String json(Object blocksOrView) {
    return GsonFactory.createSnakeCase().toJson(blocksOrView);
  }

  static List<ButtonElement> buttons(List<LayoutBlock> blocks) {
    List<ButtonElement> out = new ArrayList<>();
    for (LayoutBlock b : blocks) {
      if (b instanceof ActionsBlock a) {
        a.getElements().forEach(e -> add(e, out));
      }
      if (b instanceof SectionBlock s && s.getAccessory() != null) {
        add(s.getAccessory(), out);
      }
    }
    return out;
  }

  private static void add(BlockElement element, List<ButtonElement> out) {
    if (element instanceof ButtonElement b) {
      out.add(b);
    }
  }
}
