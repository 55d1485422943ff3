package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.view.View;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;

/** The modal in which a person asks for the restore of a database, and what it says of restores. */
public final class RestoreModal {
  private static final int REASON = 500;

  private RestoreModal() {}

  /** The value's argument is the bookmark that the panel showed. */
  public static View view(ModalContext context) {
    Optional<RestorePoint> point =
        DatabaseRestores.offered(context.incident()).stream()
            .filter(p -> p.bookmark().equals(context.about().argument(0)))
            .findFirst();
    if (point.isEmpty()) {
      return ActionModals.modal(
          context,
          "Restore the database",
          "Ask for it",
          List.of(BlockKit.section("The database can't be restored to that now.")));
    }
    return ActionModals.modal(
        context,
        "Restore the database",
        "Count, then ask",
        List.of(
            BlockKit.section(
                ("The database *%s* would go back to %s, right before “%s”. This form changes"
                     + " nothing: what would be lost is counted, and somebody else must consent.")
                    .formatted(
                        Mrkdwn.quote(point.get().spec().database()),
                        Mrkdwn.time(point.get().at()),
                        Mrkdwn.quote(point.get().title()))),
            BlockKit.section(limits(point.get())),
            BlockKit.input(
                ActionModals.TEXT,
                "Why must it go back?",
                "Everybody reads it.",
                false,
                BlockKit.text(ActionModals.TEXT, true, REASON))));
  }

  /** What was counted for the consent. */
  static String lost(RestorePoint point, DatabaseReading reading) {
    return "*%s* of %s would go back to the bookmark `%s` of %s, right before “%s”. Every write since is lost.\n%s"
        .formatted(
            Mrkdwn.quote(point.spec().database()),
            point.spec().provider(),
            Mrkdwn.quote(point.bookmark()),
            Mrkdwn.time(point.at()),
            Mrkdwn.quote(point.title()),
            Mrkdwn.quote(StepText.lost(point, reading)));
  }

  /** As Cloudflare documents them. */
  static String limits(RestorePoint point) {
    return """
    • It is the whole database, in place: all tables, d1_migrations among them.
    • Queries under way are cancelled.
    • Cloudflare allows 10 restores of a database in 10 minutes.
    • The bookmark of right before the restore is kept: it undoes it.
    • By hand it is `%s`.\
    """
        .formatted(Mrkdwn.quote(point.command()));
  }
}
