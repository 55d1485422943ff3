package dev.rollbackbot.gateway.process.repository;

import dev.rollbackbot.gateway.process.repository.RepositoryRequest.ApplyPatch;
import dev.rollbackbot.gateway.process.repository.RepositoryRequest.NoChange;
import dev.rollbackbot.gateway.process.repository.RepositoryRequest.ProgramRun;
import dev.rollbackbot.gateway.process.repository.RepositoryRequest.RevertCommits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All or nothing: whatever fails, nothing was pushed and no file is left. Its last line says what
 * came of it.
 */
public final class RepositoryProgram {
  /** Folders whose names begin so are deleted when nobody uses them any more. */
  public static final String CHECKOUTS = ".rollback-bot-checkout-";

  /** The exit status if nobody can tell whether it was done. */
  public static final int NOT_KNOWN = 4;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{7,40}");
  private static final int SHORT = 9;

  private final RepositoryRequest request;
  private final Git git;

  private RepositoryProgram(RepositoryRequest request, Git git) {
    this.request = request;
    this.git = git;
  }

  static void main(String[] arguments) throws IOException, InterruptedException {
    int status = 0;
    try {
      run(RepositoryRequest.of(List.of(arguments)));
    } catch (RepositoryProblem e) {
      System.out.println(e.text());
      status = e.exitStatus();
    }
    System.out.flush();
    System.exit(status);
  }

  private static void run(RepositoryRequest request)
      throws IOException, InterruptedException, RepositoryProblem {
    Path here = Path.of("").toAbsolutePath();
    try (OwnCheckout checkout = OwnCheckout.in(here)) {
      // Whole: where the history is cut off, a revert can delete files and succeed.
      new Git(request.git(), here)
          .must(
              "clone",
              "--quiet",
              "--no-checkout",
              "--reject-shallow",
              "--",
              request.of(),
              checkout.tree().toString());
      Git git = new Git(request.git(), checkout.tree());
      if (!git.read("rev-parse", "--is-shallow-repository").equals("false")) {
        throw RepositoryProblem.stopped("The repository's history is cut off (a shallow clone).");
      }
      new RepositoryProgram(request, git).run(checkout.tree());
    }
  }

  private void run(Path tree) throws IOException, InterruptedException, RepositoryProblem {
    String base = base();
    if (request.branch().isPresent()) {
      String there =
          remote()
              .orElseThrow(() ->
                  RepositoryProblem.stopped(
                      "The repository does not answer whether it has the branch %s. Nothing was done."
                          .formatted(request.branch().get())));
      if (!there.isEmpty()) {
        madeBefore(there);
        return;
      }
    }
    if (request.at().filter(at -> !at.equals(base)).isPresent()) {
      throw moved(request.at().get(), base);
    }
    git.must("checkout", "--quiet", "--detach", base);
    switch (request.change()) {
      case RevertCommits(List<String> ids) -> {
        revert(base, ids);
        writeMark(base);
      }
      case ApplyPatch(Path patch, String message) -> {
        new PatchApplication(git, patch.toAbsolutePath()).commit(message, request.base());
        writeMark(base);
      }
      case NoChange _ -> checkMark(base);
    }
    String made = git.read("rev-parse", "HEAD");
    for (ProgramRun run : request.runs()) {
      run(tree, run);
    }
    if (request.push()) {
      push(made);
    } else {
      say("Done with " + label(made) + ".");
    }
  }

  private String base() throws IOException, InterruptedException, RepositoryProblem {
    String branch = "refs/remotes/origin/" + request.base();
    String base = git.read("rev-parse", "--verify", branch + "^{commit}");
    if (base.isEmpty() && ID.matcher(request.base()).matches()) {
      base = commit(request.base());
    }
    if (base.isEmpty()) {
      throw RepositoryProblem.stopped("The repository has no branch " + request.base() + ".");
    }
    return base;
  }

  /** What it got since would be built and deployed with what was approved. */
  private RepositoryProblem moved(String at, String base) throws IOException, InterruptedException {
    boolean added = git.run(List.of("merge-base", "--is-ancestor", at, base)) == 0;
    List<String> since =
        git.read("log", "--format=%h (%s)", added ? at + ".." + base : "-1", base).lines().toList();
    since.forEach(RepositoryProgram::say);
    return RepositoryProblem.stopped(
        "%s is not at %s any more, as when the plan was made. Nothing was done. Make a new plan. %s: %s"
            .formatted(
                request.base(),
                at.substring(0, SHORT),
                added ? "It got since" : "It is now at",
                RepositoryProblem.files(since)));
  }

  /** The push is the last thing that is done: what went before it was done too. */
  private void madeBefore(String there)
      throws IOException, InterruptedException, RepositoryProblem {
    String branch = request.branch().orElseThrow();
    if (mark().isEmpty() || !mark().get().isWhole(there)) {
      throw RepositoryProblem.stopped(
          "The branch %s exists already: an earlier attempt may have made it. Nothing was done."
              .formatted(branch));
    }
    say(
        "An earlier attempt has pushed %s as %s. Nothing was done."
            .formatted(label(there), branch));
  }

  /** Only a branch that was made for the same purpose. */
  private void checkMark(String base) throws IOException, InterruptedException, RepositoryProblem {
    if (mark().isPresent() && !mark().get().on(base)) {
      throw RepositoryProblem.stopped(
          "%s was not made by this plan: its newest commit, %s, has no line “%s”. Nothing was done. Make a new plan."
              .formatted(request.base(), label(base), mark().get().line()));
    }
    if (mark().isPresent() && !mark().get().isWhole(base)) {
      throw RepositoryProblem.stopped(
          "%s was put on other commits since this plan made it: its newest commit is %s. Nothing was done. Make a new plan."
              .formatted(request.base(), label(base)));
    }
  }

  private Optional<BranchMark> mark() {
    return request.mark().map(text -> new BranchMark(git, text));
  }

  private void writeMark(String base) throws IOException, InterruptedException, RepositoryProblem {
    if (mark().isPresent()) {
      mark().get().write(base);
    }
  }

  /**
   * The commit of the branch to make; empty text: the repository does not have it; empty: it does
   * not answer.
   */
  private Optional<String> remote() throws IOException, InterruptedException {
    String ref = "refs/heads/" + request.branch().orElseThrow();
    return git.answer("ls-remote", "--quiet", "origin", ref)
        .map(refs ->
            refs.lines()
                .filter(line -> line.endsWith("\t" + ref))
                .map(line -> line.substring(0, line.indexOf('\t')))
                .findFirst()
                .orElse(""));
  }

  /** In full. A tag may have the name of another commit's short id. */
  private String commit(String id) throws IOException, InterruptedException, RepositoryProblem {
    String full = git.read("rev-parse", "--verify", id + "^{commit}");
    if (!full.startsWith(id)) {
      throw RepositoryProblem.stopped(
          "%s is no commit of the repository, or of several.".formatted(id));
    }
    return full;
  }

  private void revert(String base, List<String> ids)
      throws IOException, InterruptedException, RepositoryProblem {
    Set<String> commits = new LinkedHashSet<>();
    for (String id : ids) {
      commits.add(commit(id));
    }
    List<String> history = git.read("rev-list", "--topo-order", base).lines().toList();
    for (String commit : commits) {
      if (!history.contains(commit)) {
        throw RepositoryProblem.stopped(
            "%s is not in %s. Nothing was pushed.".formatted(label(commit), request.base()));
      }
    }
    for (String commit :
        commits.stream().sorted(Comparator.comparingInt(history::indexOf)).toList()) {
      revert(commit);
    }
  }

  private void revert(String commit) throws IOException, InterruptedException, RepositoryProblem {
    String label = label(commit);
    boolean merge = git.read("rev-list", "--parents", "-n", "1", commit).split(" ", -1).length > 2;
    int status =
        git.run(
            merge
                ? List.of("revert", "--no-edit", "-m", "1", commit)
                : List.of("revert", "--no-edit", commit));
    if (status == 0) {
      return;
    }
    List<String> conflicts = git.read("diff", "--name-only", "--diff-filter=U").lines().toList();
    throw RepositoryProblem.stopped(
        conflicts.isEmpty()
            ? "Reverting %s changes nothing, or failed. Nothing was pushed.".formatted(label)
            : "Reverting %s conflicts in %s. Nothing was pushed."
                .formatted(label, RepositoryProblem.files(conflicts)));
  }

  private void run(Path tree, ProgramRun run)
      throws IOException, InterruptedException, RepositoryProblem {
    Path directory = tree.resolve(run.directory()).normalize();
    if (!Files.isDirectory(directory) || !directory.toRealPath().startsWith(tree.toRealPath())) {
      throw RepositoryProblem.stopped(
          "The repository has no folder %s. Nothing was pushed.".formatted(run.directory()));
    }
    String name = run.line().getFirst();
    List<String> arguments = run.line().subList(1, run.line().size());
    Git.show(name, arguments);
    int status =
        new ProcessBuilder(
                Stream.concat(Stream.of(request.program(name).toString()), arguments.stream())
                    .toList())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw RepositoryProblem.stopped(
          "%s ended with exit status %d%s."
              .formatted(
                  String.join(" ", run.line()),
                  status,
                  request.push() ? ". Nothing was pushed" : ""));
    }
  }

  /** Only as a branch that is new, and exactly what was made: programs may have committed more. */
  private void push(String made) throws IOException, InterruptedException, RepositoryProblem {
    String branch = request.branch().orElseThrow();
    int status =
        git.run(
            List.of(
                "push",
                "--quiet",
                "--force-with-lease=refs/heads/" + branch + ":",
                "origin",
                made + ":refs/heads/" + branch));
    String there =
        remote()
            .orElseThrow(() ->
                RepositoryProblem.notKnown(
                    "git push ended with exit status %d, and the repository does not answer whether it has the branch %s."
                        .formatted(status, branch)));
    if (there.equals(made)) {
      say("Pushed " + label(made) + " as " + branch + ".");
    } else {
      throw RepositoryProblem.stopped(
          "git push ended with exit status %d, and %s."
              .formatted(
                  status,
                  there.isEmpty()
                      ? "the repository does not show the branch " + branch
                      : "the branch " + branch + " is at another commit"));
    }
  }

  /** Such as {@code 3f9c2d1ab (Faster lists)}. */
  private String label(String commit) throws IOException, InterruptedException {
    return "%s (%s)"
        .formatted(
            commit.substring(0, Math.min(SHORT, commit.length())),
            git.read("log", "-1", "--format=%s", commit));
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
