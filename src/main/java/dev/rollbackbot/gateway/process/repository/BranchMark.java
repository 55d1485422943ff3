package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;

/** A line of a branch's newest commit that says for what the branch was made. */
record BranchMark(Git git, String text) {
  private static final String KEY = "Rollback-Plan";

  String line() {
    return KEY + ": " + text;
  }

  boolean on(String commit) throws IOException, InterruptedException {
    String trailers = "--format=%(trailers:key=" + KEY + ",valueonly)";
    return git.read("log", "-1", trailers, commit).strip().equals(text);
  }

  /** On the commit that is checked out, which nobody else has yet. */
  void write() throws IOException, InterruptedException, RepositoryProblem {
    git.must("commit", "--amend", "--quiet", "--no-edit", "--trailer", line());
  }
}
