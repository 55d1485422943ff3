package dev.rollbackbot.sandbox.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code pnpm}, {@code npx wrangler} and {@code helm} of the sandbox: they build what is in the
 * folder and deploy it, as far as the sandbox's runbooks need it. What they don't know is an error.
 */
final class BuildTool {
  /** The system property with the address of the provider's API. */
  static final String API = "sandbox.api";

  /** The system property with the path of the folder of the tools. */
  static final String FOLDER = "sandbox.folder";

  /** In the folder of the tools: the revisions of the Helm release. */
  static final String REVISIONS = "revisions";

  private static final String PAGES = ".svelte-kit/cloudflare";

  private final Path here = Path.of("").toAbsolutePath();

  private BuildTool() {}

  /** The path of the script that the system was asked to run comes first. */
  static void main(String[] arguments) throws IOException, InterruptedException {
    String tool = String.valueOf(Path.of(arguments[0]).getFileName());
    List<String> line = List.of(arguments).subList(1, arguments.length);
    boolean done = new BuildTool().run(tool, line);
    System.out.flush();
    System.exit(done ? 0 : 1);
  }

  private boolean run(String tool, List<String> line) throws IOException, InterruptedException {
    String call = tool + " " + String.join(" ", line);
    if (call.equals("pnpm install --frozen-lockfile")) {
      return say("Lockfile is up to date", Files.exists(here.resolve("pnpm-lock.yaml")));
    }
    return switch (call) {
      case "pnpm run build" ->
          isOn(MachineFault.MACHINE_BUILD_FAILS)
              ? say("services/ui: error TS2304: Cannot find name 'Factory'.", false)
              : buildAll();
      case "pnpm --filter foundation-ui build" -> buildPages(here.resolve("services/ui"));
      case "pnpm test" -> test();
      default ->
          switch (tool) {
            case "helm" ->
                isOn(MachineFault.MACHINE_HELM_FAILS)
                    ? say(
                        "Error: another operation (install/upgrade/rollback) is in progress", false)
                    : new HelmTool(folder().resolve(REVISIONS)).run(line);
            case "npx" ->
                call.startsWith("npx wrangler ") ? wrangler(line) : say("unknown: " + call, false);
            default -> say("unknown: " + call, false);
          };
    };
  }

  private boolean wrangler(List<String> line) throws IOException, InterruptedException {
    return isOn(MachineFault.MACHINE_DEPLOY_FAILS)
        ? say("A network error occurred: fetch failed", false)
        : new WranglerTool(here).run(line.subList(1, line.size()));
  }

  private static Path folder() {
    return Path.of(System.getProperty(FOLDER));
  }

  /** A fault that is on is a file. */
  private static boolean isOn(MachineFault fault) {
    return Files.exists(folder().resolve(fault.id));
  }

  private static boolean say(String text, boolean done) {
    System.out.println(text);
    return done;
  }

  private boolean buildAll() throws IOException {
    for (String worker : List.of("gateway", "planning-machine")) {
      int length = code(here.resolve("services/" + worker)).length();
      say("services/%s: built %d characters".formatted(worker, length), true);
    }
    return buildPages(here.resolve("services/ui"));
  }

  /** One page for each folder of routes. */
  private static boolean buildPages(Path ui) throws IOException {
    Path out = Files.createDirectories(ui.resolve(PAGES));
    List<Path> routes = new ArrayList<>();
    try (Stream<Path> folders = Files.list(ui.resolve("src/routes"))) {
      folders.sorted().forEach(routes::add);
    }
    for (Path route : routes) {
      String name = String.valueOf(route.getFileName());
      Files.copy(route.resolve("+page.svelte"), out.resolve(name + ".html"));
      say("services/ui: built " + name, true);
    }
    return true;
  }

  private boolean test() throws IOException {
    String code = code(here);
    if (isOn(MachineFault.MACHINE_TESTS_FAIL)) {
      return say("1 test failed: GET /health answers 500", false);
    }
    boolean healthy = code.contains("app.get('/health'");
    return say(healthy ? "3 tests passed" : "1 test failed: GET /health is not there", healthy);
  }

  /** All sources of a Worker, one after the other. */
  static String code(Path worker) throws IOException {
    try (Stream<Path> files = Files.walk(worker.resolve("src"))) {
      List<Path> sources = files.filter(f -> Objects.toString(f).endsWith(".ts")).sorted().toList();
      List<String> texts = new ArrayList<>();
      for (Path source : sources) {
        texts.add(Files.readString(source));
      }
      return texts.stream().collect(Collectors.joining("\n"));
    }
  }
}
