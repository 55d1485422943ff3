package dev.rollbackbot.gateway.process.repository;

import java.util.List;

/** Why it can't be done, in one or two sentences: the last line that the program prints. */
final class RepositoryProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Its arguments are wrong. */
  static final int ARGUMENTS = 2;

  /** It stopped: a conflict, a patch that does not apply, a program that failed. */
  static final int STOPPED = 3;

  /** Whether it was done can't be told. */
  static final int NOT_KNOWN = RepositoryProgram.NOT_KNOWN;

  private static final int MOST_FILES = 10;

  private final int exitStatus;

  private RepositoryProblem(int exitStatus, String text) {
    super(text);
    this.exitStatus = exitStatus;
  }

  static RepositoryProblem arguments(String text) {
    return new RepositoryProblem(ARGUMENTS, text);
  }

  static RepositoryProblem stopped(String text) {
    return new RepositoryProblem(STOPPED, text);
  }

  static RepositoryProblem notKnown(String text) {
    return new RepositoryProblem(NOT_KNOWN, text);
  }

  /** The first of them, for a sentence. */
  static String files(List<String> files) {
    if (files.isEmpty()) {
      return "git does not say why";
    }
    String named = String.join(", ", files.subList(0, Math.min(MOST_FILES, files.size())));
    int more = files.size() - MOST_FILES;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  int exitStatus() {
    return exitStatus;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
