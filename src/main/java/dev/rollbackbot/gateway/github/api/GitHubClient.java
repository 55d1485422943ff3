package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient.HttpResult;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.PrintedText;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.AccessTokens.NoToken;
import dev.rollbackbot.gateway.github.api.AccessTokens.TokenAnswer;
import dev.rollbackbot.gateway.github.api.AccessTokens.UsableToken;
import dev.rollbackbot.gateway.github.api.GitHubHttp.Sender;
import dev.rollbackbot.text.HttpAddress;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls GitHub with the credential of the settings. */
public final class GitHubClient implements AutoCloseable {
  public static final String NAME = "GitHub";

  /** An answer that is a list is an object with this field. */
  public static final String ITEMS = "items";

  /** It tells the id of a run that it starts. */
  private static final String NEW_VERSION = "2026-03-10";

  private static final Duration VERSION_KNOWN_FOR = Duration.ofHours(1);
  private static final int UNAUTHORIZED = 401;
  private static final int PARTIAL = 206;

  /** The version of the API may be one that the server does not know any more. */
  private static final Set<Integer> ABOUT_VERSIONS = Set.of(400, 410);

  private final GitHubOptions options;
  private final InstantSource clock;
  private final GitHubHttp http;
  private final AccessTokens tokens;
  private volatile Optional<KnownVersion> version = Optional.empty();

  private record KnownVersion(String version, Instant until) {}

  /** {@code rights} that an app's tokens are asked for. */
  public GitHubClient(
      GitHubOptions options, Supplier<Map<String, String>> rights, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    http = new GitHubHttp(options, clock);
    tokens =
        switch (options.credential()) {
          case GitHubOptions.PersonToken(var secret) ->
              new AccessTokens.FixedToken(GitHubOptions.TOKEN, secret);
          case GitHubOptions.AppCredential(AppKey key, String installation) ->
              new AppInstallation(
                  key, installation, options.repositories().values(), rights, http, clock);
        };
  }

  /** See {@link ProviderCalls#read}. */
  public JsonObject read(String path, RateLimitBudget budget) throws ProviderReadException {
    return ProviderCalls.read(() -> call(sender -> http.get(path, sender)), budget);
  }

  /** As {@link #read}, of a list in the answer; an answer without it is unreadable. */
  public List<JsonObject> list(String path, String name, RateLimitBudget budget)
      throws ProviderReadException {
    Optional<List<JsonObject>> entries = BoundedJson.entries(read(path, budget), name);
    if (entries.isEmpty()) {
      throw new ProviderReadException(
          new UnknownResult(
              "unreadable-answer", "GitHub's answer is unreadable: it holds no list."));
    }
    return entries.get();
  }

  /** Checks the lease immediately before the request is sent. */
  public CallResult post(String path, JsonObject body, LeaseCheck leaseCheck) {
    return send("POST", path, body, leaseCheck);
  }

  /** As {@link #post}, with another method of HTTP. */
  public CallResult send(String method, String path, JsonObject body, LeaseCheck leaseCheck) {
    return call(sender -> http.send(method, path, body, sender, leaseCheck));
  }

  /**
   * A request that was refused because of its token was not carried out, so it is sent once more if
   * there is another token by now.
   */
  private CallResult call(Function<Sender, CallResult> request) {
    return switch (tokens.current()) {
      case NoToken(var why) -> why;
      case UsableToken(String token) -> {
        CallResult first = request.apply(sender(token));
        if (first instanceof ErrorResponse error && ABOUT_VERSIONS.contains(error.status())) {
          version = Optional.empty();
        }
        if (!(first instanceof ErrorResponse error) || error.status() != UNAUTHORIZED) {
          yield first;
        }
        tokens.refused(token);
        yield switch (tokens.current()) {
          case NoToken _ -> first;
          case UsableToken(String next) -> next.equals(token) ? first : request.apply(sender(next));
        };
      }
    };
  }

  /** By which the bot knows its own words again; empty: the credential can't be read now. */
  public Optional<String> seal(List<String> parts) {
    return sealing().map(secret -> CommitSeal.of(secret, parts));
  }

  public boolean isSealed(List<String> parts, String seal) {
    return seal(parts).filter(s -> CommitSeal.equal(s, seal)).isPresent();
  }

  private Optional<String> sealing() {
    return switch (options.credential()) {
      case GitHubOptions.PersonToken(var secret) -> Optional.of(secret.value());
      case GitHubOptions.AppCredential(AppKey key, String _) -> {
        try {
          yield Optional.of(key.secretText());
        } catch (IOException e) {
          yield Optional.empty();
        }
      }
    };
  }

  private Sender sender(String token) {
    return new Sender(token, tokens.setting(), version(token));
  }

  /** The newest that both know. A server that doesn't tell gets the old one. */
  private String version(String token) {
    Instant now = clock.instant();
    Optional<KnownVersion> known = version.filter(v -> now.isBefore(v.until()));
    if (known.isPresent()) {
      return known.get().version();
    }
    CallResult answer =
        http.get("/versions", new Sender(token, tokens.setting(), GitHubHttp.OLD_VERSION));
    boolean answered =
        answer instanceof Success
            || (answer instanceof ErrorResponse error && error.status() != UNAUTHORIZED);
    boolean lists =
        answer instanceof Success(String _, JsonObject body)
            && body.containsKey(ITEMS)
            && body.getJsonArray(ITEMS).stream()
                .anyMatch(v -> v instanceof JsonString s && s.getString().equals(NEW_VERSION));
    String current = lists ? NEW_VERSION : GitHubHttp.OLD_VERSION;
    if (answered) {
      version = Optional.of(new KnownVersion(current, now.plus(VERSION_KNOWN_FOR)));
    }
    return current;
  }

  /**
   * The end of a text that GitHub keeps elsewhere: it answers with a signed address of another
   * host, which gets no credential.
   *
   * @return empty: there is none, or it can't be read now
   */
  public Optional<PrintedText> text(String path) {
    TokenAnswer token = tokens.current();
    if (!(token instanceof UsableToken(String value))) {
      return Optional.empty();
    }
    return switch (http.raw(path, sender(value))) {
      case ReceivedResponse r when r.status() == 200 && r.complete() ->
          Optional.of(PrintedText.whole(r.body()));
      case ReceivedResponse r when r.status() / 100 == 3 ->
          r.header("location").flatMap(this::storage).flatMap(this::end);
      case HttpResult _ -> Optional.empty();
    };
  }

  /** Never less protected than GitHub itself. */
  private Optional<URI> storage(String location) {
    return HttpAddress.parse(location)
        .filter(uri -> uri.getRawUserInfo() == null)
        .filter(
            uri -> uri.getScheme().equals("https") || options.apiUrl().getScheme().equals("http"));
  }

  private Optional<PrintedText> end(URI address) {
    if (!(http.foreign(address, Optional.empty()) instanceof ReceivedResponse all)
        || all.status() != 200) {
      return Optional.empty();
    }
    if (all.complete()) {
      return Optional.of(PrintedText.whole(all.body()));
    }
    int limit = options.limits().responseBytes();
    Optional<Long> length =
        all.header("content-length").filter(l -> l.matches("[0-9]{1,15}")).map(Long::valueOf);
    return length
        .map(bytes -> http.foreign(address, Optional.of(Math.max(0, bytes - limit))))
        .filter(r -> r instanceof ReceivedResponse part && part.status() == PARTIAL)
        .map(r -> (ReceivedResponse) r)
        .map(r -> new PrintedText(r.body(), false, r.complete()))
        .or(() -> Optional.of(new PrintedText(all.body(), true, false)));
  }

  @Override
  public void close() {
    http.close();
  }
}
