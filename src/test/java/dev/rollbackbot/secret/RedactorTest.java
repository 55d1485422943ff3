package dev.rollbackbot.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rollbackbot.Pure;
import dev.rollbackbot.Waiting;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Pure
class RedactorTest {
  @Test
  void a_secret_that_begins_like_a_shorter_one_is_replaced_whole() {
    String key = "live-12345678";
    assertThat(Redactor.redact("sent " + key + "-abcdef99", key, key + "-abcdef99"))
        .isEqualTo("sent " + Redactor.REDACTED);
  }

  /** The word HIDDEN with the characters around it is the secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer HIDDEN.abc-1",
        "authorization=Basic HIDDENdXNlcjpwYXNz",
        "curl -H 'Cookie: sid=HIDDEN; other=HIDDEN'",
        "Set-Cookie: a=HIDDEN; Path=/",
        "{\"authorization\":\"Bearer HIDDEN\"}",
        "{\\\"authorization\\\":\\\"Token HIDDEN\\\"}",
        "sent bearer HIDDEN-0123 upstream",
        "https://x.example/?a=1&access_token=HIDDEN&b=2",
        "CLOUDFLARE_API_TOKEN=HIDDEN",
        "client_secret: 'HIDDEN'",
        "password = HIDDEN",
        "X-Api-Key: HIDDEN",
        "password: \"HIDDEN, HIDDEN; and HIDDEN\" user: x",
        "password='it is \\'HIDDEN' x",
        "{\"password\": \"HIDDEN, two HIDDEN\"}",
        "{\\\"password\\\": \\\"HIDDEN, two HIDDEN\\\"}",
        "deploy --password HIDDEN --region eu",
        "deploy --db-password \"HIDDEN HIDDEN\" --region eu",
        "[\"--api-token\", \"HIDDEN\"]",
        "deploy -token HIDDEN",
        "curl -u anna:HIDDEN https://x.example",
        "curl --user 'anna:HIDDEN HIDDEN' https://x.example",
        "curl -uanna:HIDDEN https://x.example",
        "Server=db;User Id=sa;Pwd=HIDDEN;Encrypt=true",
        "AccountName=x;AccountKey=HIDDEN0123==;EndpointSuffix=x",
        "SharedAccessKey=HIDDEN0123==",
        "passphrase: HIDDEN",
        "DB_PASS=HIDDEN",
        "ENCRYPTION_KEY=HIDDEN",
        "https://x.blob.example/c?sv=2026&sig=HIDDEN%2B&se=1",
        "postgresql://bot:HID/HIDDEN@db.example/bot",
        "postgresql://bot:HIDDEN@HIDDEN@db.example/bot",
        "sent basic HIDDENXNlcjpwYXNz upstream",
        "postgresql://bot:HIDDEN@db.example/bot",
        "eyJHIDDENhbGciOi.eyJHIDDEN.HIDDEN-_",
        "xoxb-HIDDEN-0123456789",
        "payload=%7B%22token%22%3A%22HIDDEN%22%2C%22x%22%3A1%7D",
        "https://hooks.slack.com/commands/T1/2/HIDDEN",
        "wss://wss-primary.slack.com/link/?ticket=HIDDEN&app_id=1",
        "ghp_HIDDEN0123456789012345",
        "ghs_4711_eyJhbGciOiJFUzI1NiJ9.HIDDEN-0123456789.signature-HIDDEN",
        "-----BEGIN RSA PRIVATE KEY-----\nHIDDEN\n-----END RSA PRIVATE KEY-----"
      })
  void credentials_are_redacted(String text) {
    String redacted = Redactor.redact(text);
    assertThat(redacted).contains(Redactor.REDACTED).doesNotContain("HIDDEN");
    assertThat(Redactor.redact(redacted)).as("redacted twice").isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/public/factory 500 in 84 ms",
        "{\"outcome\":\"ok\",\"cpuTime\":3}",
        "deployed v42 (9f2c31ab) by jo@example.com",
        "https://example.com:8443/path?page=2",
        "the bearer of bad news",
        "PASS: 12, FAIL: 0",
        "http://localhost:3000/users/@me",
        "a basic understanding of it",
        "usage: deploy -u NAME",
        "secrets and tokens are kept elsewhere"
      })
  void ordinary_words_stay(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void text_around_a_secret_stays() {
    assertThat(Redactor.redact("https://x.example/?a=1&token=abc&b=2"))
        .isEqualTo("https://x.example/?a=1&token=[redacted]&b=2");
  }

  @Test
  void text_around_a_secret_in_quotes_stays() {
    assertThat(Redactor.redact("{\"password\": \"a, b\", \"x\": 1} --password \"a b\" --x y"))
        .isEqualTo("{\"password\": \"[redacted]\", \"x\": 1} --password \"[redacted]\" --x y");
  }

  @Test
  void known_secrets_are_redacted_anywhere() {
    assertThat(Redactor.redact("a sesame-open-1 b", "sesame-open-1")).isEqualTo("a [redacted] b");
  }

  @Test
  void empty_and_short_secrets_are_ignored() {
    assertThat(Redactor.redact("abc", "", "b")).isEqualTo("abc");
  }

  @Test
  void hostile_text_causes_no_endless_backtracking() {
    String hostile =
        "token".repeat(20_000)
            + " ".repeat(20_000)
            + "://".repeat(20_000)
            + "--token".repeat(20_000)
            + "-".repeat(20_000)
            + "password=\"".repeat(20_000)
            + "basic ".repeat(20_000)
            + "-u a".repeat(20_000)
            + "password=\""
            + "\\\\a".repeat(100_000)
            + "\" password=\\\\\""
            + "a".repeat(100_000)
            + " password="
            + "[redacted]".repeat(20_000)
            + " -u a:"
            + "b".repeat(100_000);
    Assertions.assertTimeoutPreemptively(
        Waiting.LIMIT, () -> Redactor.redact(hostile + "authorization".repeat(10_000)));
  }

  @Test
  void no_text_causes_an_exception() {
    Random random = new Random(7);
    String alphabet = "token=:\"'\\ bearer\n{}$-eyJ.@/";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(() -> Redactor.redact(text.toString(), "$1secret")).doesNotThrowAnyException();
    }
  }
}
