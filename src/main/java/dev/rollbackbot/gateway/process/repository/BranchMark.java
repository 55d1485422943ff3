package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a branch's newest commit that say for what the branch was made, and of which commits: a
 * merge has none of them, and a rebase onto other commits keeps the lines but not what they say.
 */
record BranchMark(Git git, String text) {
  private static final String KEY = "Rollback-Plan";
  private static final String BASE = "Rollback-Base";

  /** The commit that it was made from, and of how many commits it consists. */
  private static final Pattern MADE = Pattern.compile("([0-9a-f]{40,64}) ([0-9]{1,5})");

  String line() {
    return KEY + ": " + text;
  }

  /** Whether it is the newest commit of the branch as it was made for that. */
  boolean isWhole(String commit) throws IOException, InterruptedException {
    Matcher made = MADE.matcher(trailer(BASE, commit));
    return on(commit)
        && made.matches()
        && git.read("merge-base", made.group(1), commit).equals(made.group(1))
        && git.read("rev-list", "--count", made.group(1) + ".." + commit).equals(made.group(2));
  }

  boolean on(String commit) throws IOException, InterruptedException {
    return trailer(KEY, commit).equals(text);
  }

  private String trailer(String key, String commit) throws IOException, InterruptedException {
    String trailers = "--format=%(trailers:key=" + key + ",valueonly)";
    return git.read("log", "-1", trailers, commit).strip();
  }

  /** On the commit that is checked out, which was made from that base and nobody else has yet. */
  void write(String base) throws IOException, InterruptedException, RepositoryProblem {
    String made =
        "%s: %s %s".formatted(BASE, base, git.read("rev-list", "--count", base + "..HEAD"));
    git.must("commit", "--amend", "--quiet", "--no-edit", "--trailer", line(), "--trailer", made);
  }
}
