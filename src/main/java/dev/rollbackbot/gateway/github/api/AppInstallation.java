package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tokens of a GitHub App's installation, each for an hour, with no more rights than needed. */
final class AppInstallation implements AccessTokens {
  /** A token is replaced so long before its end. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final AppKey key;
  private final String installation;
  private final Collection<String> repositories;
  private final Supplier<Map<String, String>> rights;
  private final GitHubHttp http;
  private final InstantSource clock;
  private Optional<Minted> minted = Optional.empty();

  private record Minted(String token, Map<String, String> rights, Instant expires) {
    @Override
    public String toString() {
      return "[token until " + expires + "]";
    }
  }

  AppInstallation(
      AppKey key,
      String installation,
      Collection<String> repositories,
      Supplier<Map<String, String>> rights,
      GitHubHttp http,
      InstantSource clock) {
    this.key = key;
    this.installation = installation;
    this.repositories = repositories;
    this.rights = rights;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String setting() {
    return GitHubOptions.APP_ID;
  }

  @Override
  public synchronized void refused(String token) {
    minted = minted.filter(m -> !m.token().equals(token));
  }

  @Override
  public synchronized TokenAnswer current() {
    Instant now = clock.instant();
    Map<String, String> needed = rights.get();
    Optional<Minted> usable =
        minted
            .filter(m -> now.isBefore(m.expires().minus(EARLY)))
            .filter(m -> m.rights().equals(needed));
    return usable.isPresent() ? new UsableToken(usable.get().token()) : mint(needed, now);
  }

  private TokenAnswer mint(Map<String, String> needed, Instant now) {
    String jwt;
    try {
      jwt = key.jwt(now);
    } catch (IOException e) {
      return new NoToken(new NotSent("no-key", String.valueOf(e.getMessage())));
    }
    CallResult result =
        http.post(
            "/app/installations/%s/access_tokens".formatted(installation),
            asked(needed),
            new GitHubHttp.Sender(jwt, GitHubOptions.APP_KEY, GitHubHttp.OLD_VERSION),
            () -> true);
    return switch (result) {
      case Success success -> minted(success.body(), needed, now);
      case NotCarriedOut refused -> new NoToken(refused);
      // A token that got lost expires by itself; what it was for was not sent.
      case UnknownResult unknown ->
          new NoToken(
              new NotSent(unknown.code(), "The app got no token: " + unknown.description()));
    };
  }

  private JsonObject asked(Map<String, String> needed) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    repositories.forEach(r -> names.add(r.substring(r.indexOf('/') + 1)));
    JsonObjectBuilder permissions = Json.createObjectBuilder();
    needed.forEach(permissions::add);
    return Json.createObjectBuilder()
        .add("repositories", names)
        .add("permissions", permissions)
        .build();
  }

  private TokenAnswer minted(JsonObject body, Map<String, String> needed, Instant now) {
    Optional<String> token = BoundedJson.text(body, "token").filter(GitHubOptions::isToken);
    if (token.isEmpty()) {
      return new NoToken(new NotSent("no-token", "GitHub's answer holds no token for the app."));
    }
    minted =
        Optional.of(
            new Minted(
                token.get(),
                needed,
                BoundedJson.text(body, "expires_at").flatMap(ProviderText::instant).orElse(now)));
    return new UsableToken(token.get());
  }
}
