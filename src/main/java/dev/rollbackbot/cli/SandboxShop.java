package dev.rollbackbot.cli;

import dev.rollbackbot.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Settings and files of the sandbox's second company: a shop on Kubernetes. */
public final class SandboxShop {
  /** In the folder, in an order in which the reverse can be deleted. */
  static final List<String> FILES =
      List.of(
          "kubeconfig",
          "kubernetes-token",
          "kubernetes-token.next",
          "runbooks",
          "runbooks/factory.yaml",
          "runbooks/shop.yaml");

  private SandboxShop() {}

  /** Writes the files; the bot that gets these settings offers both companies' runbooks. */
  public static Map<String, String> settings(Sandbox sandbox, Path folder) throws IOException {
    Path token = folder.resolve("kubernetes-token");
    sandbox.onKubernetesToken(value -> replace(token, value));
    Path config = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(sandbox, token));
    Path runbooks = Files.createDirectories(folder.resolve("runbooks"));
    copy("/runbooks/factory.yaml", runbooks.resolve("factory.yaml"));
    copy("/runbooks/factory-removal.patch", runbooks.resolve("factory-removal.patch"));
    copy("/sandbox/runbooks/shop.yaml", runbooks.resolve("shop.yaml"));
    return Map.of("KUBERNETES_CONFIG", config.toString(), "RUNBOOKS", runbooks.toString());
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
