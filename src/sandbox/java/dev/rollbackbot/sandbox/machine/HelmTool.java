package dev.rollbackbot.sandbox.machine;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code helm rollback checkout REVISION}, with the cluster's public calls. The revisions are lines
 * of a file: the number, and the tag of the image.
 */
record HelmTool(Path revisions) {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/checkout";
  private static final String IMAGE = "registry.example.com/shop/checkout:";

  /** Those that the shop's cluster begins with. */
  static void begin(Path revisions) throws IOException {
    Files.write(revisions, List.of("1 1.4.0", "2 1.5.0", "3 1.5.1", "4 1.6.0"));
  }

  boolean run(List<String> line) throws IOException, InterruptedException {
    boolean known = line.size() > 2 && line.subList(0, 2).equals(List.of("rollback", "checkout"));
    if (!known) {
      System.out.println("Error: unknown: helm " + String.join(" ", line));
      return false;
    }
    List<String> all = Files.readAllLines(revisions);
    Optional<String> tag =
        all.stream()
            .filter(each -> each.startsWith(line.get(2) + " "))
            .map(each -> each.substring(each.indexOf(' ') + 1))
            .findFirst();
    if (tag.isEmpty()) {
      System.out.println("Error: release has no " + line.get(2) + " version");
      return false;
    }
    String config = Files.readString(Path.of(System.getenv("KUBECONFIG")));
    String token = Files.readString(Path.of(part(config, "tokenFile: \"([^\"]+)\""))).strip();
    ShopCluster cluster = new ShopCluster(part(config, "server: \"([^\"]+)\""), token);
    int next = all.size() + 1;
    if (!cluster.put(tag.get(), line.get(2)) || !cluster.becomesReady()) {
      System.out.println("Error: the release was not rolled back");
      return false;
    }
    Files.writeString(revisions, next + " " + tag.get() + "\n", StandardOpenOption.APPEND);
    System.out.println("Rollback was a success! Happy Helming!");
    return true;
  }

  private static String part(String config, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(config);
    if (!matcher.find()) {
      throw new IOException("the kubeconfig has no " + pattern);
    }
    return matcher.group(1);
  }

  private record ShopCluster(String server, String token) {
    boolean put(String tag, String revision) throws IOException, InterruptedException {
      String cause = "checkout %s, helm rollback to revision %s".formatted(tag, revision);
      JsonObject patch =
          JsonHelper.object()
              .add(
                  "metadata",
                  JsonHelper.object()
                      .add(
                          "annotations",
                          JsonHelper.object().add("kubernetes.io/change-cause", cause)))
              .add(
                  "spec",
                  JsonHelper.object()
                      .add(
                          "template",
                          JsonHelper.object()
                              .add(
                                  "spec",
                                  JsonHelper.object()
                                      .add(
                                          "containers",
                                          JsonHelper.array()
                                              .add(
                                                  JsonHelper.object()
                                                      .add("name", "checkout")
                                                      .add("image", IMAGE + tag))))))
              .build();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server + DEPLOYMENT + "?fieldManager=helm"))
              .header("Content-Type", "application/strategic-merge-patch+json")
              .method("PATCH", HttpRequest.BodyPublishers.ofString(patch.toString()));
      return send(request).isPresent();
    }

    boolean becomesReady() throws IOException, InterruptedException {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < end) {
        Optional<JsonObject> now = send(HttpRequest.newBuilder(URI.create(server + DEPLOYMENT)));
        if (now.filter(ShopCluster::isReady).isPresent()) {
          return true;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
      System.out.println("Error: timed out waiting for the condition");
      return false;
    }

    private static boolean isReady(JsonObject deployment) {
      JsonObject status = deployment.getJsonObject("status");
      int replicas = deployment.getJsonObject("spec").getInt("replicas");
      return status.getInt("observedGeneration", 0)
              >= deployment.getJsonObject("metadata").getInt("generation")
          && status.getInt("updatedReplicas", 0) >= replicas
          && status.getInt("availableReplicas", 0) >= replicas
          && status.getInt("replicas", 0) <= replicas;
    }

    private Optional<JsonObject> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> answer =
            http.send(
                request.header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          System.out.println("Error: the API server answered " + answer.statusCode());
          return Optional.empty();
        }
        return JsonHelper.parseObject(answer.body());
      }
    }
  }
}
