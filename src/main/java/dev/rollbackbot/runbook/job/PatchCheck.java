package dev.rollbackbot.runbook.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether people see all that a patch does when they read its text. What changes more than lines of
 * text files of the repository is refused.
 */
public final class PatchCheck {
  private static final int MAX_LINE = 500;
  private static final String FROM = "--- ";
  private static final String TO = "+++ ";
  private static final String NO_FILE = "/dev/null";
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d{1,7}(?:,(\\d{1,7}))? \\+\\d{1,7}(?:,(\\d{1,7}))? @@.*");
  private static final Pattern MODE =
      Pattern.compile(
          "(?:new|deleted) file mode (?:100644|100755)|index [0-9a-f.]+(?: 100\\d{3})?");
  private static final Pattern OUTSIDE =
      Pattern.compile("(?i)(?:.*/)?(?:\\.\\.?|\\.git|)(?:/.*)?|.*[\\\\\"].*");

  private final List<String> lines;
  private int at;

  private PatchCheck(List<String> lines) {
    this.lines = lines;
  }

  /** Why it can't be used and what to do, as the rest of a sentence about it; empty: it can. */
  public static Optional<String> problem(String text) {
    if (text.length() > CodePatch.MAX_LENGTH) {
      return Optional.of(
          "has %d characters; more than %d can't be shown whole on the panel, so nobody could approve it. Make it smaller"
              .formatted(text.length(), CodePatch.MAX_LENGTH));
    }
    if (!text.endsWith("\n")) {
      return Optional.of("does not end with a line break; write it with git diff");
    }
    PatchCheck check =
        new PatchCheck(List.of(text.substring(0, text.length() - 1).split("\n", -1)));
    try {
      check.files();
      return Optional.empty();
    } catch (UnusableException e) {
      return Optional.of(
          "can't be used, line %d: %s"
              .formatted(
                  Math.min(check.at, check.lines.size() - 1) + 1, String.valueOf(e.getMessage())));
    }
  }

  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  private void files() throws UnusableException {
    for (at = 0; at < lines.size(); at++) {
      visible(lines.get(at));
    }
    at = 0;
    while (at < lines.size()) {
      file();
    }
  }

  private static void visible(String line) throws UnusableException {
    if (line.length() > MAX_LINE) {
      throw new UnusableException(
          "it has more than %d characters; it can't be shown on one line".formatted(MAX_LINE));
    }
    if (!line.codePoints().allMatch(c -> c == '\t' || PlainText.isPlain(c))) {
      throw new UnusableException(
          "it has a character that can't be seen as what it is; such a file has to be changed by"
              + " hand");
    }
  }

  private void file() throws UnusableException {
    String first = next("a line that begins with diff --git; write the patch with git diff");
    if (!first.startsWith("diff --git ")) {
      at--;
      throw new UnusableException(
          "a file's part begins with diff --git here; write the patch with git diff, without a"
              + " message before or after it");
    }
    int began = at - 1;
    while (at < lines.size() && !lines.get(at).startsWith(FROM)) {
      header(lines.get(at));
      at++;
    }
    String from = path(FROM, "a/");
    String to = path(TO, "b/");
    String name = from.equals(NO_FILE) ? to : from;
    boolean one = from.equals(NO_FILE) || to.equals(NO_FILE) || from.equals(to);
    if (!one || !first.equals("diff --git a/%1$s b/%1$s".formatted(name))) {
      at = began;
      throw new UnusableException(
          "it names different files; a file that is renamed is shown as one that is deleted and one"
              + " that is new, with git diff --no-renames");
    }
    if (at >= lines.size() || !lines.get(at).startsWith("@@ ")) {
      throw new UnusableException("a hunk, which begins with @@, has to follow");
    }
    while (at < lines.size() && lines.get(at).startsWith("@@ ")) {
      hunk();
    }
  }

  private static void header(String line) throws UnusableException {
    if (line.startsWith("GIT binary patch") || line.startsWith("Binary files ")) {
      throw new UnusableException(
          "the file's content is binary and can't be shown; such a file has to be changed by hand");
    }
    if (!MODE.matcher(line).matches()) {
      throw new UnusableException(
          "only lines of text files can be changed; no modes, links and names");
    }
  }

  private String path(String begin, String side) throws UnusableException {
    String line = next("a line that begins with " + begin.strip());
    String named = line.startsWith(begin) ? line.substring(begin.length()) : "";
    // git ends a name with blanks in it so; a tab that is part of a name is written in quotes.
    String path = named.endsWith("\t") ? named.substring(0, named.length() - 1) : named;
    if (path.equals(NO_FILE)) {
      return path;
    }
    String inside = path.startsWith(side) ? path.substring(side.length()) : "";
    if (OUTSIDE.matcher(inside).matches()) {
      at--;
      throw new UnusableException(
          "%s must name a file inside the repository, such as %s%ssrc/index.ts"
              .formatted(begin.strip(), begin, side));
    }
    return inside;
  }

  private void hunk() throws UnusableException {
    Matcher header = HUNK.matcher(lines.get(at));
    if (!header.matches()) {
      throw new UnusableException("this is no beginning of a hunk, such as @@ -1,2 +1,1 @@");
    }
    at++;
    int old = count(header.group(1));
    int made = count(header.group(2));
    while (old > 0 || made > 0) {
      String line = next("more lines of the hunk");
      char kind = line.isEmpty() ? '?' : line.charAt(0);
      old -= kind == ' ' || kind == '-' ? 1 : 0;
      made -= kind == ' ' || kind == '+' ? 1 : 0;
      if (" -+\\".indexOf(kind) < 0 || old < 0 || made < 0) {
        at--;
        throw new UnusableException(
            "the hunk has other lines than its beginning says; write the patch again with git"
                + " diff");
      }
    }
    if (at < lines.size() && lines.get(at).startsWith("\\ ")) {
      at++;
    }
  }

  private static int count(@Nullable String group) {
    return group == null ? 1 : Integer.parseInt(group);
  }

  private String next(String what) throws UnusableException {
    if (at >= lines.size()) {
      throw new UnusableException("after it has to follow " + what);
    }
    return lines.get(at++);
  }
}
