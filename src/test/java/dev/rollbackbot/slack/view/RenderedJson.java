package dev.rollbackbot.slack.view;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.util.json.GsonFactory;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views as JSON, as Slack receives them. */
final class RenderedJson {
  /** One group and one panel. */
  static final MentionLookup MENTIONS =
      new MentionLookup() {
        @Override
        public Optional<String> groupId(String handleOrId) {
          return handleOrId.equals("@oncall") ? Optional.of("S0ONCALL") : Optional.empty();
        }

        @Override
        public Optional<String> logLink(IncidentId id) {
          return Optional.of("https://example.slack.com/archives/C1/p1");
        }
      };

  /** Shared: reflection on every type of block takes longer than writing them. */
  private static final Gson GSON = GsonFactory.createSnakeCase();

  private RenderedJson() {}

  static String json(Object blocksOrView) {
    return GSON.toJson(blocksOrView);
  }

  static JsonElement tree(Object blocksOrView) {
    return GSON.toJsonTree(blocksOrView);
  }

  /** The incidents in which the modal of an action differs. */
  static Collection<Incident> incidentsFor(PanelAction action, Collection<Incident> all) {
    return switch (action) {
      case LOG, BREAK_GLASS, STEP_DONE, SKIP_STEP, END_WAIT, REOPEN ->
          all.stream().limit(1).toList();
      case GUIDE -> {
        Map<Optional<String>, Incident> byStep = new LinkedHashMap<>();
        all.forEach(s -> byStep.putIfAbsent(step(s), s));
        yield byStep.values();
      }
      case PanelAction _ -> all;
    };
  }

  private static Optional<String> step(Incident incident) {
    return incident.state() instanceof State.Executing executing
        ? executing.rollback().current().map(run -> run.step().id())
        : Optional.empty();
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
