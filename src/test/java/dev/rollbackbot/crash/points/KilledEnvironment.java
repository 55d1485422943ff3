package dev.rollbackbot.crash.points;

import dev.rollbackbot.story.jobs.DeployedEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service that Actions deploys, by one run of its workflow. */
record KilledEnvironment(DeployedEnvironment environment) implements KilledShop {
  static KilledEnvironment in(Path folder) throws Exception {
    return new KilledEnvironment(new DeployedEnvironment(folder));
  }

  @Override
  public URI provider() {
    return environment.github.api();
  }

  @Override
  public Map<String, String> settings(URI proxy) {
    Map<String, String> all = new HashMap<>(environment.settings());
    all.put("GITHUB_API_URL", proxy.toString());
    return all;
  }

  @Override
  public List<String> carriedOut() {
    return environment.github.standIn.runs().stream()
        .map(run ->
            run.title.replaceAll(" \\(.*", "") + " " + run.standing(Instant.now()).conclusion())
        .toList();
  }

  @Override
  public List<String> expected() {
    return List.of("Deploy " + DeployedEnvironment.GOOD + " success");
  }

  /** GitHub's lists prove nothing of a run that they don't hold. */
  @Override
  public boolean personDecides() {
    return true;
  }

  @Override
  public void close() {
    environment.close();
  }
}
