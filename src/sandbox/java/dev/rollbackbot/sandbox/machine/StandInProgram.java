package dev.rollbackbot.sandbox.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is run in place of any program that a played runbook names: it says so, and does nothing.
 */
public final class StandInProgram {
  private static final String ASK = "sandbox.ask";

  /** How git is asked for the commits of a branch, without any files. */
  private static final List<String> READS_COMMITS = List.of("clone", "--bare", "--filter=tree:0");

  private StandInProgram() {}

  /** Makes the executable file; {@code ask} is where it asks how it ends. */
  public static Path in(Path folder, URI ask) throws IOException {
    Files.createDirectories(folder);
    Path options = ToolScript.options(folder, StandInProgram.class, Map.of(ASK, ask.toString()));
    Path script = folder.resolve("program");
    ToolScript.write(script, options);
    return script;
  }

  /** The path of the script that the system was asked to run comes first. */
  static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> own = List.of(arguments).subList(1, arguments.length);
    System.out.println("Arguments: " + String.join(" ", own));
    // Reading commits is no job, and must not make the played services well.
    if (own.containsAll(READS_COMMITS)) {
      System.out.println("The sandbox has no commits.");
      System.exit(1);
    }
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(System.getProperty(ASK)))
            .POST(HttpRequest.BodyPublishers.ofString(String.join(" ", own)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status = http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode();
      System.out.println(
          "The sandbox runs no programs: nothing was done, and this stand-in "
              + (status == 200 ? "ends well." : "fails, as its switch on the page says."));
      System.out.flush();
      System.exit(status == 200 ? 0 : 1);
    }
  }
}
