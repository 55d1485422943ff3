package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A bare repository, and a clone in which somebody works. */
public record RealRepository(Path bare, Path work) {
  public static final Path GIT = Path.of("/usr/bin/git");

  public static RealRepository in(Path folder) throws IOException, InterruptedException {
    RealRepository out =
        new RealRepository(folder.resolve("origin.git"), folder.resolve("somebodys-clone"));
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", out.bare().toString());
    git(folder, "clone", "--quiet", out.bare().toString(), out.work().toString());
    out.git("checkout", "--quiet", "-b", "main");
    return out;
  }

  /** A clone of it in that folder, in which somebody works. */
  public static void clones(Path bare, Path folder) throws IOException, InterruptedException {
    git(bare, "clone", "--quiet", bare.toString(), folder.toString());
  }

  /** Commits and pushes that text; returns the id of the commit. */
  public String commits(String file, String text) throws IOException, InterruptedException {
    Path path = work.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
    git("add", "--all");
    git("commit", "--quiet", "-m", "Change " + file);
    git("push", "--quiet", "origin", "HEAD");
    return git("rev-parse", "HEAD");
  }

  /** The text of a file on a branch. */
  public String text(String branch, String file) throws IOException, InterruptedException {
    return git(bare, "show", branch + ":" + file);
  }

  /** The subjects of a branch, newest first. */
  public List<String> subjects(String branch) throws IOException, InterruptedException {
    return git(bare, "log", "--format=%s", branch).lines().toList();
  }

  public List<String> branches() throws IOException, InterruptedException {
    return git(bare, "for-each-ref", "--format=%(refname:short)", "refs/heads").lines().toList();
  }

  public String git(String... arguments) throws IOException, InterruptedException {
    return git(work, arguments);
  }

  private static String git(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(GIT.toString(), "-c", "user.name=Dora", "-c", "user.email=dora@localhost"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("git " + String.join(" ", arguments) + ": " + out);
    }
    return out.stripTrailing();
  }
}
