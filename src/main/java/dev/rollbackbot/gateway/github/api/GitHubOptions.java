package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Address, credential, repositories and limits. Contains no secret in {@link #toString}.
 *
 * @param apiUrl of the REST API, without a slash at its end
 * @param repositories whose workflows may be run, in lower case, with their names as they are set
 */
public record GitHubOptions(
    URI apiUrl,
    GitHubCredential credential,
    Map<String, String> repositories,
    InboundLimits limits,
    ActionsTimings timings) {
  public static final String TOKEN = "GITHUB_TOKEN";
  public static final String APP_ID = "GITHUB_APP_ID";
  public static final String APP_KEY = "GITHUB_APP_PRIVATE_KEY_FILE";
  public static final String REPOSITORIES = "GITHUB_REPOSITORIES";
  private static final String API_URL = "GITHUB_API_URL";
  private static final String INSTALLATION = "GITHUB_APP_INSTALLATION_ID";
  private static final String PUBLIC_API = "https://api.github.com";
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final Pattern APP = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

  public GitHubOptions {
    repositories = new TreeMap<>(repositories);
  }

  sealed interface GitHubCredential {}

  /** Of a person, fine-grained. */
  record PersonToken(Secret secret) implements GitHubCredential {}

  record AppCredential(AppKey key, String installation) implements GitHubCredential {}

  /**
   * How long things take.
   *
   * @param response for a whole call, to its last byte
   * @param rateLimitBudget the total wait of one job for rate limits
   * @param poll the shortest time between two looks at a run
   * @param look how long a run that was started is looked for if GitHub doesn't tell its id
   * @param lookPoll between two such looks
   */
  public record ActionsTimings(
      Duration connect,
      Duration response,
      Duration rateLimitBudget,
      Duration poll,
      Duration look,
      Duration lookPoll) {
    /** GitHub gives a request up after 10 s. */
    public static ActionsTimings standard() {
      return new ActionsTimings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2));
    }
  }

  /**
   * Empty: there are no settings of GitHub.
   *
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<GitHubOptions> of(
      Map<String, String> settings, Optional<Secret> token, InboundLimits limits) {
    return of(settings, token, limits, ActionsTimings.standard());
  }

  public static Optional<GitHubOptions> of(
      Map<String, String> settings,
      Optional<Secret> token,
      InboundLimits limits,
      ActionsTimings timings) {
    Map<String, String> repositories = repositories(settings);
    Optional<GitHubCredential> credential = credential(settings, token);
    if (repositories.isEmpty() && credential.isEmpty()) {
      return Optional.empty();
    }
    if (repositories.isEmpty() || credential.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and a credential (%s, or %s with %s and %s) belong together: set both, or neither"
                  .formatted(REPOSITORIES, TOKEN, APP_ID, INSTALLATION, APP_KEY)
              + " where no workflow is run.");
    }
    return Optional.of(
        new GitHubOptions(apiUrl(settings), credential.get(), repositories, limits, timings));
  }

  private static Map<String, String> repositories(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    for (String name :
        setting(settings, REPOSITORIES).stream()
            .flatMap(list -> Stream.of(list.split("[,\\s]+", -1)))
            .filter(n -> !n.isEmpty())
            .toList()) {
      if (!REPOSITORY.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "%s is a list such as shop/web,shop/infra, not “%s”.".formatted(REPOSITORIES, name));
      }
      all.put(name.toLowerCase(Locale.ROOT), name);
    }
    return all;
  }

  private static Optional<GitHubCredential> credential(
      Map<String, String> settings, Optional<Secret> token) {
    Optional<String> app = setting(settings, APP_ID);
    Optional<String> installation = setting(settings, INSTALLATION);
    Optional<String> file = setting(settings, APP_KEY);
    long parts = Stream.of(app, installation, file).filter(Optional::isPresent).count();
    if (parts == 0) {
      return token.map(PersonToken::new);
    }
    if (token.isPresent()) {
      throw new IllegalArgumentException(
          "%s and a GitHub App are both set: leave one of them out.".formatted(TOKEN));
    }
    if (parts < List.of(APP_ID, INSTALLATION, APP_KEY).size()) {
      throw new IllegalArgumentException(
          "%s, %s and %s belong together: set all three.".formatted(APP_ID, INSTALLATION, APP_KEY));
    }
    if (!APP.matcher(app.get()).matches() || !NUMBER.matcher(installation.get()).matches()) {
      throw new IllegalArgumentException(
          "%s is the app's id or client id, and %s a number.".formatted(APP_ID, INSTALLATION));
    }
    AppKey key = new AppKey(app.get(), Path.of(file.get()));
    try {
      var _ = key.read();
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    return Optional.of(new AppCredential(key, installation.get()));
  }

  /** A token in clear text is allowed on this machine only. */
  private static URI apiUrl(Map<String, String> settings) {
    URI url =
        HttpAddress.parse(
                HttpAddress.withoutTrailingSlash(setting(settings, API_URL).orElse(PUBLIC_API)))
            .filter(u -> u.getRawQuery() == null && u.getRawFragment() == null)
            .filter(u -> u.getRawUserInfo() == null)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s is an https address, such as https://github.example.com/api/v3."
                        .formatted(API_URL)));
    if (url.getScheme().equals("http") && !HttpAddress.isLoopback(url)) {
      throw new IllegalArgumentException(
          "%s begins with http://, which would show the token to the network: use https://."
              .formatted(API_URL));
    }
    return url;
  }

  private static Optional<String> setting(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Whether it can stand in a header; nothing else about a token's form is promised. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** GitHub looks at no difference between upper and lower case either. */
  public boolean allows(String repository) {
    return repositories.containsKey(repository.toLowerCase(Locale.ROOT));
  }

  /** Where people see a run. */
  public String page(String repository, String runId) {
    return web(repository) + "/actions/runs/" + runId;
  }

  /** Where people see a repository. */
  public String web(String repository) {
    String api = apiUrl.toString();
    String web = api.equals(PUBLIC_API) ? "https://github.com" : api.replaceFirst("/api/v3$", "");
    return web + "/" + repository;
  }

  @Override
  public String toString() {
    return "GitHubOptions[" + apiUrl + ", " + repositories.values() + "]";
  }
}
