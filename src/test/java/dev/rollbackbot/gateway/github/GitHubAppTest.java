package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.MergePullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.secret.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The credentials: a GitHub App's key and its tokens, or a person's token, and what is refused. */
final class GitHubAppTest {
  private static final int PKCS8_HEADER = 26;

  @TempDir Path folder;

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** GitHub gives keys away in PKCS #1; OpenSSL makes PKCS #8 of them. */
  private Path key(KeyPair pair, boolean pkcs1) throws Exception {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    byte[] der = pkcs1 ? Arrays.copyOfRange(pkcs8, PKCS8_HEADER, pkcs8.length) : pkcs8;
    String name = pkcs1 ? "RSA PRIVATE KEY" : "PRIVATE KEY";
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(
        folder.resolve("app.pem"),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(name, body, name));
  }

  private static Map<String, String> app(GitHubFixture github, Path key) {
    Map<String, String> settings = new HashMap<>(github.settings());
    settings.remove("GITHUB_TOKEN");
    settings.put("GITHUB_APP_ID", "Iv1.4711");
    settings.put("GITHUB_APP_INSTALLATION_ID", "99");
    settings.put("GITHUB_APP_PRIVATE_KEY_FILE", key.toString());
    return settings;
  }

  private static GitHubProvider provider(GitHubFixture github, Map<String, String> settings) {
    return new GitHubProvider(
        GitHubOptions.of(settings, Optional.empty(), InboundLimits.defaults()).orElseThrow(),
        github.clock);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_app_gets_tokens_again_when_they_end_or_are_refused(boolean pkcs1) throws Exception {
    KeyPair pair = pair();
    try (GitHubFixture github = GitHubFixture.start();
        GitHubProvider provider = provider(github, app(github, key(pair, pkcs1)))) {
      github.standIn.trustApp("Iv1.4711", "99", pair.getPublic());
      assertThat(provider.problem()).isEmpty();
      assertThat(github.calls("POST", "/access_tokens")).hasSize(1);
      github.clock.pass(Duration.ofMinutes(50));
      assertThat(provider.problem()).isEmpty();
      assertThat(github.calls("POST", "/access_tokens")).hasSize(1);
      github.clock.pass(Duration.ofMinutes(6));
      assertThat(provider.problem()).isEmpty();
      assertThat(github.calls("POST", "/access_tokens")).hasSize(2);
      github.standIn.revokeTokens();
      github.clock.pass(Duration.ofMinutes(6));
      assertThat(provider.problem()).isEmpty();
      assertThat(github.calls("POST", "/access_tokens")).hasSize(3);
    }
  }

  /** The stand-in refuses what a token was not asked for with. */
  @Test
  void an_app_asks_for_the_rights_that_the_runbooks_need_and_no_others() throws Exception {
    KeyPair pair = pair();
    PullRequestBranches branches =
        new PullRequestBranches("shop/web", "rollback/INC-7", "main", List.of());
    OpenPullRequest open =
        new OpenPullRequest(
            branches,
            "Revert",
            Optional.empty(),
            Duration.ofHours(1),
            Optional.empty(),
            Optional.empty());
    try (GitHubFixture github = GitHubFixture.start();
        GitHubProvider provider = provider(github, app(github, key(pair, true)))) {
      github.standIn.trustApp("Iv1.4711", "99", pair.getPublic());
      github.standIn.pulls().push("rollback/INC-7");
      assertThat(provider.jobRunner().start(open, "INC-7/3", () -> true))
          .isInstanceOfSatisfying(
              NotStarted.class, n -> assertThat(n.text()).contains("pull_requests=read"));
      provider.serve(List.of(new PullRequestSpec(branches, "Revert", Optional.empty())), List.of());
      assertThat(provider.jobRunner().start(open, "INC-7/3", () -> true))
          .isInstanceOf(Started.class);
      github.clock.pass(Duration.ofSeconds(5));
      MergePullRequest merge =
          new MergePullRequest(
              branches,
              MergeMethod.MERGE,
              Instant.EPOCH,
              Duration.ofHours(1),
              Optional.empty(),
              Optional.empty());
      assertThat(provider.jobRunner().start(merge, "INC-7/4", () -> true))
          .isInstanceOfSatisfying(
              NotStarted.class, n -> assertThat(n.text()).contains("contents=write"));
      provider.serve(List.of(new MergeSpec(branches, MergeMethod.MERGE)), List.of());
      assertThat(provider.jobRunner().start(merge, "INC-7/4", () -> true))
          .isInstanceOf(Started.class);
    }
  }

  @Test
  void a_key_that_is_replaced_is_used_without_a_restart() throws Exception {
    KeyPair old = pair();
    try (GitHubFixture github = GitHubFixture.start();
        GitHubProvider provider = provider(github, app(github, key(old, true)))) {
      KeyPair next = pair();
      github.standIn.trustApp("Iv1.4711", "99", next.getPublic());
      assertThat(provider.problem())
          .hasValueSatisfying(p -> assertThat(p).contains("GITHUB_APP_PRIVATE_KEY_FILE"));
      var _ = key(next, true);
      github.clock.pass(Duration.ofMinutes(6));
      assertThat(provider.problem()).isEmpty();
    }
  }

  @Test
  void a_token_in_a_file_that_is_replaced_is_used_without_a_restart() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "an-earlier-one");
    Secret token = SecretFile.open("GITHUB_TOKEN_FILE", file, _ -> Optional.empty());
    try (GitHubFixture github = GitHubFixture.start();
        GitHubProvider provider =
            new GitHubProvider(
                GitHubOptions.of(github.settings(), Optional.of(token), InboundLimits.defaults())
                    .orElseThrow(),
                github.clock)) {
      assertThat(provider.problem())
          .hasValueSatisfying(p -> assertThat(p).contains("GITHUB_TOKEN is not accepted"));
      Files.writeString(file, GitHubFixture.TOKEN);
      github.clock.pass(Duration.ofMinutes(6));
      assertThat(provider.problem()).isEmpty();
    }
  }

  private static Optional<GitHubOptions> options(Map<String, String> settings, String token) {
    return GitHubOptions.of(
        settings,
        Optional.of(token).filter(t -> !t.isEmpty()).map(Secret.Fixed::new),
        InboundLimits.defaults());
  }

  @Test
  void without_settings_there_is_no_provider() {
    assertThat(options(Map.of(), "")).isEmpty();
  }

  @Test
  void names_are_compared_as_github_compares_them() {
    GitHubOptions options = options(Map.of("GITHUB_REPOSITORIES", "Shop/Web"), "t").orElseThrow();
    assertThat(options.allows("shop/web")).isTrue();
    assertThat(options.allows("shop/webs")).isFalse();
    assertThat(options.page("shop/web", "1"))
        .isEqualTo("https://github.com/shop/web/actions/runs/1");
    assertThat(options.toString()).doesNotContain("[t]").contains("Shop/Web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "t | -                 | -                    | - | belong together",
        "- | shop/web          | -                    | - | belong together",
        "t | shop              | -                    | - | is a list such as",
        "t | shop/../web       | -                    | - | is a list such as",
        "t | shop/web          | http://example.org   | - | show the token to the network",
        "t | shop/web          | ftp://example.org    | - | is an https address",
        "t | shop/web          | https://a:b@c.org    | - | is an https address",
        "t | shop/web          | -                    | 1 | leave one of them out",
        "- | shop/web          | -                    | 1 | set all three"
      })
  void what_does_not_go_together_is_told(
      String token, String repositories, String url, String app, String text) {
    Map<String, String> settings = new HashMap<>();
    Optional.ofNullable(repositories).ifPresent(v -> settings.put("GITHUB_REPOSITORIES", v));
    Optional.ofNullable(url).ifPresent(v -> settings.put("GITHUB_API_URL", v));
    Optional.ofNullable(app).ifPresent(v -> settings.put("GITHUB_APP_ID", v));
    assertThatThrownBy(() -> options(settings, token == null ? "" : token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END"})
  void a_file_without_a_key_is_told_without_its_content(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("app.pem"), content);
    try (GitHubFixture github = GitHubFixture.start()) {
      assertThatThrownBy(() -> options(app(github, file), ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("GITHUB_APP_PRIVATE_KEY_FILE names the file")
          .hasMessageNotContaining("AAAA");
    }
  }
}
