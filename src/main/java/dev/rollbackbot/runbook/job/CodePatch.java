package dev.rollbackbot.runbook.job;

import java.util.regex.Pattern;

/**
 * A reviewed change in a file beside the runbook: of a repository's files, in git's format, or a
 * script for a database. What is approved is this text, not the file that it was read from.
 *
 * @param name of the file beside the runbook
 */
public record CodePatch(String name, String text) {
  /** Longer ones could not be shown whole. */
  public static final int MAX_LENGTH = 6_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\.patch");

  private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}\\.sql");

  /** A script of the runbook's own folder. */
  public static boolean isScriptName(String name) {
    return SCRIPT.matcher(name).matches();
  }

  /** A patch of the runbook's own folder. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
