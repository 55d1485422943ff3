package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.secret.SecretFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A kubeconfig file. It is refused where it would start a program or trust anybody; problems are
 * {@link IllegalArgumentException}s with a sentence that holds nothing of its content but names.
 */
record Kubeconfig(Path file, JsonObject content) {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_ALIASES = 20;

  /** What a user entry may hold instead of a token. */
  private static final Map<String, String> NOT_SUPPORTED =
      Map.of(
          "exec", "starts a program for its token (exec)",
          "auth-provider", "starts a program for its token (auth-provider)",
          "username", "uses a user name and a password",
          "password", "uses a user name and a password",
          "client-certificate", "uses a client certificate",
          "client-certificate-data", "uses a client certificate",
          "client-key", "uses a client certificate",
          "client-key-data", "uses a client certificate",
          "as", "acts as somebody else (as)");

  static Kubeconfig read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "KUBERNETES_CONFIG names the file %s, which can't be read (%s)."
              .formatted(file, e.getClass().getSimpleName()));
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(noKubeconfig(file));
    }
    return new Kubeconfig(file, parse(file, new String(bytes, StandardCharsets.UTF_8)));
  }

  /** The exceptions of the parser are left out, because they quote the text. */
  private static JsonObject parse(Path file, String text) {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(MAX_ALIASES)
              .setCodePointLimit(MAX_BYTES)
              .build();
      if (new Load(settings).loadFromString(text) instanceof Map<?, ?> map) {
        Map<String, Object> named =
            map.entrySet().stream()
                .filter(e -> e.getValue() != null)
                .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), Map.Entry::getValue));
        return Json.createObjectBuilder(named).build();
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(noKubeconfig(file));
    }
    throw new IllegalArgumentException(noKubeconfig(file));
  }

  private static String noKubeconfig(Path file) {
    return "KUBERNETES_CONFIG names the file %s, which is no kubeconfig (YAML or JSON)."
        .formatted(file);
  }

  Optional<String> currentContext() {
    return ObjectFields.text(content, "current-context");
  }

  /** {@code setting} names the context. */
  ClusterAccess access(String setting, String context) {
    String name = "the context " + context;
    JsonObject wanted =
        named("contexts", "context", context)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s: %s has no context %s. It has: %s."
                        .formatted(setting, file, context, names("contexts"))));
    JsonObject cluster = entry("clusters", "cluster", wanted, name);
    JsonObject user = entry("users", "user", wanted, name);
    if (ObjectFields.isTrue(cluster, "insecure-skip-tls-verify")) {
      throw new IllegalArgumentException(
          "The cluster of %s is not checked (insecure-skip-tls-verify): give its".formatted(name)
              + " certificate-authority instead.");
    }
    String server =
        ObjectFields.text(cluster, "server")
            .orElseThrow(() ->
                new IllegalArgumentException("The cluster of %s has no server.".formatted(name)));
    return new ClusterAccess(
        name,
        ClusterAccess.server(name, server),
        authority(cluster, name),
        ObjectFields.text(cluster, "tls-server-name"),
        token(user, name));
  }

  private Optional<JsonObject> named(String list, String field, String name) {
    return ObjectFields.objects(content, list).stream()
        .filter(each -> ObjectFields.text(each, "name").equals(Optional.of(name)))
        .map(each -> ObjectFields.object(each, field))
        .findFirst();
  }

  private String names(String list) {
    List<String> names =
        ObjectFields.objects(content, list).stream()
            .flatMap(each -> ObjectFields.text(each, "name").stream())
            .toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private JsonObject entry(String list, String field, JsonObject context, String name) {
    return ObjectFields.text(context, field)
        .flatMap(entry -> named(list, field, entry))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s: the %s of %s is not in the list %s.".formatted(file, field, name, list)));
  }

  private Optional<SSLContext> authority(JsonObject cluster, String name) {
    Optional<String> data = ObjectFields.text(cluster, "certificate-authority-data");
    if (data.isPresent()) {
      try {
        String pem = new String(Base64.getDecoder().decode(data.get()), StandardCharsets.UTF_8);
        return Optional.of(ClusterAccess.trusting(name, pem));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "The certificate-authority-data of %s is no base64 of a certificate (PEM)."
                .formatted(name));
      }
    }
    Optional<String> path = ObjectFields.text(cluster, "certificate-authority");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(resolve(path.get()))) {
      String pem = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return Optional.of(ClusterAccess.trusting(name, pem));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The certificate-authority of %s, %s, can't be read.".formatted(name, path.get()));
    }
  }

  private Secret token(JsonObject user, String name) {
    user.keySet().stream()
        .sorted()
        .filter(NOT_SUPPORTED::containsKey)
        .findFirst()
        .ifPresent(field -> {
          throw new IllegalArgumentException(
              "The user of %s %s, which the bot does not do: give it a token or a tokenFile."
                  .formatted(name, NOT_SUPPORTED.get(field)));
        });
    // As in Kubernetes' own clients the file wins.
    Optional<String> path = ObjectFields.text(user, "tokenFile");
    if (path.isPresent()) {
      return tokenFile("The tokenFile of " + name, resolve(path.get()));
    }
    String token =
        ObjectFields.text(user, "token")
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "The user of %s has no token and no tokenFile.".formatted(name)));
    tokenProblem(token)
        .ifPresent(problem -> {
          throw new IllegalArgumentException("The token of %s %s".formatted(name, problem));
        });
    return Secret.fixed(token);
  }

  /** Read again when it changes. */
  static Secret tokenFile(String setting, Path file) {
    try {
      return SecretFile.open(setting, file, Kubeconfig::tokenProblem);
    } catch (SecretFile.UnusableSecret e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Optional<String> tokenProblem(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127)
        ? Optional.empty()
        : Optional.of("is empty or holds characters that no token has.");
  }

  /** Paths are relative to the file that names them. */
  private Path resolve(String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + file + "]";
  }
}
