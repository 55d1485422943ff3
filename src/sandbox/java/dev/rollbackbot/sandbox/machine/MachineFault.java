package dev.rollbackbot.sandbox.machine;

import java.util.Arrays;
import java.util.Locale;

/** What can go wrong on the bot's machine, with the texts of the page. */
enum MachineFault {
  MACHINE_CONFLICT(
      "Someone changed the factory's lines",
      "A newer commit on main touches them: a revert of the factory's commits stops at a conflict,"
          + " until you switch this off."),
  MACHINE_BUILD_FAILS("The build fails", "pnpm run build ends with an error."),
  MACHINE_TESTS_FAIL("A test fails", "pnpm test ends with an error."),
  MACHINE_DEPLOY_FAILS(
      "wrangler can't deploy", "It ends with an error before it asks Cloudflare for anything."),
  MACHINE_HELM_FAILS(
      "Helm is busy", "helm says that another operation is in progress, and changes nothing.");

  /** The name in lower case, with hyphens. */
  final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  final String label;
  final String description;

  MachineFault(String label, String description) {
    this.label = label;
    this.description = description;
  }

  static MachineFault of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst().orElseThrow();
  }
}
