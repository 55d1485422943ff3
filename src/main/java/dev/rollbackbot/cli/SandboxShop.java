package dev.rollbackbot.cli;

import dev.rollbackbot.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings and files of the sandbox's second company: a shop on Kubernetes that deploys with GitHub
 * Actions and Helm and has a feature flag.
 */
public final class SandboxShop {
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /** What stands beside the factory's runbook. */
  public static final List<String> FACTORY_FILES =
      List.of("factory-removal.patch", "factory-fallback-status.sql", "factory-rollback-0013.sql");

  private SandboxShop() {}

  /** Writes the files; the bot that gets these settings offers both companies' runbooks. */
  public static Map<String, String> settings(Sandbox sandbox, Path folder) throws IOException {
    Path config = cluster(sandbox, folder);
    Path runbooks = Files.createDirectories(folder.resolve("runbooks"));
    copy("/runbooks/factory.yaml", runbooks.resolve("factory.yaml"));
    for (String beside : FACTORY_FILES) {
      copy("/runbooks/" + beside, runbooks.resolve(beside));
    }
    copy("/sandbox/runbooks/shop.yaml", runbooks.resolve("shop.yaml"));
    Map<String, String> out = new HashMap<>();
    out.put("KUBERNETES_CONFIG", config.toString());
    // For helm, which is a program.
    out.put("KUBECONFIG", config.toString());
    out.put("RUNBOOKS", runbooks.toString());
    URI unleash = sandbox.unleashUrl();
    if (onThisMachine(unleash)) {
      out.put("GITHUB_API_URL", sandbox.githubApiUrl().toString());
      out.put("GITHUB_TOKEN", sandbox.shopToken());
      out.put("GITHUB_REPOSITORIES", "shop/web,erlvinc/foundation");
      out.put("HTTP_ALLOWED_HOSTS", unleash.getAuthority());
      out.put("HTTP_SECRETS", "UNLEASH_TOKEN@" + unleash.getAuthority());
      out.put("UNLEASH_TOKEN", sandbox.shopToken());
      out.put("RUNBOOK_SANDBOX_UNLEASH", unleash.toString());
    }
    return Map.copyOf(out);
  }

  /** Whether a token may be sent there in clear text. */
  static boolean onThisMachine(URI address) {
    return THIS_MACHINE.contains(address.getHost());
  }

  /** Writes the cluster's token, from now on each new one, and the kubeconfig; its path. */
  static Path cluster(Sandbox sandbox, Path folder) throws IOException {
    Path token = folder.resolve("kubernetes-token");
    sandbox.onKubernetesToken(value -> replace(token, value));
    return Files.writeString(folder.resolve("kubeconfig"), kubeconfig(sandbox, token));
  }

  private static String kubeconfig(Sandbox sandbox, Path token) {
    return """
    apiVersion: v1
    kind: Config
    current-context: sandbox
    clusters:
    - name: sandbox
      cluster: {server: "%s"}
    users:
    - name: bot
      user: {tokenFile: "%s"}
    contexts:
    - name: sandbox
      context: {cluster: sandbox, user: bot, namespace: shop}
    """
        .formatted(sandbox.kubernetesUrl(), token);
  }

  /** As a cluster does it: a whole new file takes the old one's place. */
  private static void replace(Path file, String value) {
    try {
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), value);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream in = SandboxShop.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing from the jar");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
