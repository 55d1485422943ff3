package dev.rollbackbot.gateway.process.repository;

/** Why it can't be done, in one or two sentences: the last line that the program prints. */
final class RepositoryProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Its arguments are wrong. */
  static final int ARGUMENTS = 2;

  /** It stopped: a conflict, a patch that does not apply, a program that failed. */
  static final int STOPPED = 3;

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

  int exitStatus() {
    return exitStatus;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
