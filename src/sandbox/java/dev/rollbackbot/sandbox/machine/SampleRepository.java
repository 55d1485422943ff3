package dev.rollbackbot.sandbox.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A repository made with real git: a good release, the two commits of the factory, the second of
 * which builds on the first, and one that has nothing to do with it. The same at every start.
 *
 * @param address bare, to be cloned
 * @param good the commit before the factory
 * @param factory the factory's commits, oldest first
 */
public record SampleRepository(Path address, String good, List<String> factory) {
  private static final String ROUTES = "services/gateway/src/routes/public.ts";
  private static final String HEALTH = "app.get('/health', health);\n";
  private static final String TEMPLATES = "app.get('/api/public/factory/templates', templates);\n";

  /** Makes it in that folder. */
  static SampleRepository in(Path git, Path folder) throws IOException, InterruptedException {
    Making making = new Making(git, folder.resolve("making"));
    Files.createDirectories(making.work());
    making.git("init", "--quiet", "--initial-branch=main");
    for (String service : List.of("gateway", "planning-machine", "ui")) {
      making.write(
          "services/" + service + "/wrangler.json", "{\"name\": \"foundation-" + service + "\"}\n");
    }
    making.write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
    making.write("README.md", "# Foundation\n");
    making.write(ROUTES, HEALTH);
    making.write("services/planning-machine/src/index.ts", "app.get('/health', health);\n");
    making.write("services/ui/src/routes/dashboard/+page.svelte", "<h1>Dashboard</h1>\n");
    String good = making.commit("Foundation 2.4.3");
    making.write(ROUTES, HEALTH + TEMPLATES);
    making.write(
        "services/planning-machine/src/index.ts",
        "app.get('/health', health);\napp.get('/api/public/factory/specs', specs);\n");
    String first = making.commit("feat(gateway): Phase L1 stabilization");
    making.write(ROUTES, HEALTH + TEMPLATES.replace("templates)", "cached(templates))"));
    making.write("services/ui/src/routes/factory/+page.svelte", "<h1>Factory</h1>\n");
    String second = making.commit("fix: resolve dashboard 429 errors and empty factory data");
    making.write("README.md", "# Foundation\n\nRun it with pnpm dev.\n");
    making.commit("docs: how to run it");
    Path bare = folder.resolve("foundation.git");
    making.git("clone", "--quiet", "--bare", making.work().toString(), bare.toString());
    return new SampleRepository(bare, good, List.of(first, second));
  }

  /** A newer commit on main that touches the factory's lines, or one that takes it back. */
  static void changeLines(Path git, Path folder, boolean changed)
      throws IOException, InterruptedException {
    Making making = new Making(git, folder.resolve("making"));
    String lines = TEMPLATES.replace("templates)", "cached(templates))");
    making.write(ROUTES, HEALTH + (changed ? lines.replace("cached", "limited") : lines));
    making.commit(changed ? "Limits for templates" : "Revert \"Limits for templates\"");
    making.git("push", "--quiet", folder.resolve("foundation.git").toString(), "HEAD:main");
  }

  /** A working copy. */
  private record Making(Path git, Path work) {
    void write(String file, String text) throws IOException {
      Path path = work.resolve(file);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, text);
    }

    String commit(String message) throws IOException, InterruptedException {
      git("add", "--all");
      git("commit", "--quiet", "-m", message);
      return git("rev-parse", "HEAD").strip();
    }

    String git(String... arguments) throws IOException, InterruptedException {
      List<String> line = new ArrayList<>(List.of(git.toString()));
      line.addAll(List.of("-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null"));
      line.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(line).directory(work.toFile()).redirectErrorStream(true);
      String when = "2026-02-20T12:00:00Z";
      builder
          .environment()
          .putAll(
              Map.of(
                  "GIT_AUTHOR_NAME", "Dora",
                  "GIT_AUTHOR_EMAIL", "developer@sandbox.example",
                  "GIT_AUTHOR_DATE", when,
                  "GIT_COMMITTER_NAME", "Dora",
                  "GIT_COMMITTER_EMAIL", "developer@sandbox.example",
                  "GIT_COMMITTER_DATE", when));
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("git " + String.join(" ", arguments) + ": " + out);
      }
      return out;
    }
  }
}
