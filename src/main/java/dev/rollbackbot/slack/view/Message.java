package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Prose;
import java.util.ArrayList;
import java.util.List;

/** A post of its own. */
public final class Message {
  private static final int SECTIONS = 4;

  private Message() {}

  /** The text in as many sections as it needs, four at most. */
  public static List<LayoutBlock> blocks(Prose prose, Names names, IncidentId id) {
    String rest = Mrkdwn.render(prose, names, id);
    List<LayoutBlock> out = new ArrayList<>();
    while (rest.length() > Limits.SECTION && out.size() < SECTIONS - 1) {
      int end = rest.lastIndexOf('\n', Limits.SECTION);
      int cut = end > 0 ? end : Limits.SECTION;
      out.add(Kit.section(rest.substring(0, cut)));
      rest = rest.substring(cut).stripLeading();
    }
    out.add(Kit.section(rest));
    return List.copyOf(out);
  }

  /** What a notification says. */
  public static String text(Prose prose, Names names, IncidentId id) {
    return Limits.cutMarkup(Limits.some(Mrkdwn.render(prose, names, id)), Limits.MESSAGE_TEXT);
  }
}
