package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.element.BlockElement;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import java.util.List;

/** The buttons that offer to restore a database to before a script. */
final class RestoreButtons {
  /** Those of older scripts are shown when these are undone; the log has all bookmarks. */
  private static final int SHOWN = 2;

  private static final int TITLE = 30;

  private RestoreButtons() {}

  /** They open what is lost by it; another person's consent comes after that. */
  static void add(Incident incident, List<BlockElement> out) {
    List<RestorePoint> points = DatabaseRestores.offered(incident).stream().limit(SHOWN).toList();
    for (int i = 0; i < points.size(); i++) {
      RestorePoint point = points.get(i);
      out.add(
          BlockKit.danger(
              BlockKit.button(
                  PanelAction.RESTORE_DATABASE,
                  Integer.toString(i),
                  "Restore the database to before “%s”…"
                      .formatted(BlockKitLimits.truncateMarkup(point.title(), TITLE)),
                  ActionValue.of(incident.id(), point.bookmark()))));
    }
  }
}
