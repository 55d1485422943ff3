package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A GitHub App with one installation, and the tokens that it was given. Thread-safe. */
public final class AppAccess {
  private static final Duration VALID = Duration.ofHours(1);
  private static final Duration LONGEST_JWT = Duration.ofMinutes(10);
  private static final int PARTS = 3;

  private final InstantSource clock;
  private final Map<String, Instant> tokens = new HashMap<>();
  private final Map<String, JsonObject> rights = new HashMap<>();
  private Optional<App> app = Optional.empty();

  private record App(String id, String installation, PublicKey key) {}

  public AppAccess(InstantSource clock) {
    this.clock = clock;
  }

  public synchronized void trust(String id, String installation, PublicKey key) {
    app = Optional.of(new App(id, installation, key));
  }

  /** Makes the tokens that were given invalid. */
  public synchronized void revoke() {
    tokens.clear();
  }

  synchronized boolean accepts(String token) {
    return Optional.ofNullable(tokens.get(token)).filter(clock.instant()::isBefore).isPresent();
  }

  /** The permission, if the token is the app's and was not asked for with it. */
  synchronized Optional<String> lacks(String token, String permission) {
    Optional<JsonObject> given = Optional.ofNullable(rights.get(token));
    if (given.isEmpty() || permission.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = permission.split("=", -1);
    String has = JsonHelper.text(given.get(), parts[0]);
    return has.equals("write") || has.equals(parts[1]) ? Optional.empty() : Optional.of(permission);
  }

  synchronized GitHubReply token(String installation, String authorization, String body) {
    if (app.isEmpty() || !installation.equals(app.get().installation())) {
      return GitHubReply.notFound();
    }
    Optional<String> problem = problem(authorization.replaceFirst("(?i)^bearer ", ""), app.get());
    if (problem.isPresent()) {
      return GitHubReply.error(401, problem.get());
    }
    JsonObject asked = JsonHelper.parseObject(body).orElse(JsonHelper.object().build());
    boolean known =
        JsonHelper.list(asked, "repositories").stream()
            .allMatch(r -> r instanceof JsonString name && name.getString().equals("web"));
    if (!known) {
      return GitHubReply.error(
          422, "There is at least one repository that does not exist or is not accessible");
    }
    // Long and with dots, as they have been since April 2026.
    String token =
        "ghs_%s_eyJhbGciOiJFUzI1NiJ9.sandbox-secret-%d.signature"
            .formatted(app.get().id(), tokens.size());
    Instant expires = clock.instant().plus(VALID);
    tokens.put(token, expires);
    rights.put(token, JsonHelper.child(asked, "permissions").orElse(JsonHelper.object().build()));
    return GitHubReply.json(
        201,
        JsonHelper.object()
            .add("token", token)
            .add("expires_at", expires.toString())
            .add("repository_selection", "selected")
            .build());
  }

  private Optional<String> problem(String jwt, App trusted) {
    String[] parts = jwt.split("\\.", -1);
    try {
      if (parts.length != PARTS) {
        return Optional.of("A JSON web token could not be decoded");
      }
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(trusted.key());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        return Optional.of("A JSON web token could not be decoded");
      }
      JsonObject claims =
          JsonHelper.parseObject(
                  new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
              .orElseThrow();
      Instant now = clock.instant();
      Instant issued = Instant.ofEpochSecond(claims.getInt("iat"));
      Instant expires = Instant.ofEpochSecond(claims.getInt("exp"));
      if (expires.isAfter(now.plus(LONGEST_JWT))) {
        return Optional.of("'Expiration time' claim ('exp') is too far in the future");
      }
      boolean valid = !issued.isAfter(now) && expires.isAfter(now);
      return valid && JsonHelper.text(claims, "iss").equals(trusted.id())
          ? Optional.empty()
          : Optional.of("'Issuer' claim ('iss') must be the app, and the token must be valid now");
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.of("A JSON web token could not be decoded");
    }
  }
}
