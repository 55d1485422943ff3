package dev.rollbackbot.cli;

import dev.rollbackbot.secret.KnownSecrets;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.secret.SecretFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the secret settings, each from a variable or from the file that {@code …_FILE} names. */
final class SecretReader {
  private static final String FILE = "_FILE";
  private static final String CLOUDFLARE = "CLOUDFLARE_API_TOKEN";
  private static final String DATABASE = "DATABASE_URL";
  private static final String DATABASE_DEFAULT = "jdbc:sqlite:data/rollback-bot.db";
  private static final int MOST_SIGNING_SECRETS = 2;
  private static final int SHORTEST_UNGUESSABLE = 16;

  private static final Pattern DATABASE_PASSWORD =
      Pattern.compile("[?&]password=([^&]+)|://[^/:@?]*:([^@/]+)@");

  private final SettingsReader settings;

  SecretReader(SettingsReader settings) {
    this.settings = settings;
  }

  /** {@code check}: what is wrong with a value, without repeating it: "must begin with xoxb-." */
  Optional<Secret> optional(String name, Function<String, Optional<String>> check) {
    Optional<String> value = settings.optional(name);
    Optional<String> file = settings.optional(name + FILE);
    if (value.isPresent() && file.isPresent()) {
      settings.problem(name + " and " + name + "_FILE are both set: leave one of them out.");
    }
    if (file.isPresent()) {
      return fromFile(name + FILE, file.get(), check);
    }
    value.flatMap(check).ifPresent(problem -> settings.problem(name + " " + problem));
    return value.map(Secret::fixed);
  }

  private Optional<Secret> fromFile(
      String name, String file, Function<String, Optional<String>> check) {
    try {
      return Optional.of(SecretFile.open(name, Path.of(file), check));
    } catch (SecretFile.UnusableSecret e) {
      settings.problem(String.valueOf(e.getMessage()));
      // It is set, so it isn't reported as missing too.
      return Optional.of(Secret.fixed(""));
    }
  }

  Secret required(String name, String what, Function<String, Optional<String>> check) {
    Optional<Secret> secret = optional(name, check);
    if (secret.isEmpty()) {
      settings.problem(name + " is not set: " + what + ". " + name + FILE + " may name its file.");
    }
    return secret.orElseGet(() -> Secret.fixed(""));
  }

  /**
   * Cloudflare's tokens by environment, such as {@code CLOUDFLARE_API_TOKEN_STAGING}, also from
   * {@code CLOUDFLARE_API_TOKEN_STAGING_FILE}.
   */
  Map<String, Secret> environmentTokens() {
    String prefix = CLOUDFLARE + "_";
    Map<String, Secret> out = new TreeMap<>();
    settings.names().stream()
        .filter(name -> name.startsWith(prefix) && !name.equals(CLOUDFLARE + FILE))
        .map(name -> name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name)
        .distinct()
        .forEach(name ->
            optional(name, SecretReader::token)
                .ifPresent(token -> out.put(name.substring(prefix.length()), token)));
    return out;
  }

  /** For the environments without a token of their own. */
  Optional<Secret> cloudflare() {
    return optional(CLOUDFLARE, SecretReader::token);
  }

  /** It may contain a password. */
  Secret database() {
    Secret url =
        optional(DATABASE, SecretReader::databaseUrl)
            .orElseGet(() -> new Secret.Fixed(DATABASE_DEFAULT));
    rememberPassword(url.value());
    return url;
  }

  private static Optional<String> databaseUrl(String url) {
    rememberPassword(url);
    return url.startsWith("jdbc:sqlite:") || url.startsWith("jdbc:postgresql:")
        ? Optional.empty()
        : Optional.of(
            "must begin with jdbc:sqlite: or jdbc:postgresql:, as in " + DATABASE_DEFAULT + ".");
  }

  private static void rememberPassword(String url) {
    Matcher password = DATABASE_PASSWORD.matcher(url);
    while (password.find()) {
      String raw = password.group(1) == null ? password.group(2) : password.group(1);
      KnownSecrets.add(raw);
      try {
        KnownSecrets.add(URLDecoder.decode(raw, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        // Reported where the database is opened.
      }
    }
  }

  static Optional<String> botToken(String value) {
    return prefixed(value, "xoxb-");
  }

  static Optional<String> appToken(String value) {
    return prefixed(value, "xapp-");
  }

  private static Optional<String> prefixed(String value, String prefix) {
    return value.startsWith(prefix) ? token(value) : Optional.of("must begin with " + prefix + ".");
  }

  static Optional<String> token(String value) {
    if (value.isEmpty()) {
      return Optional.of("is empty.");
    }
    return value.chars().allMatch(c -> c > ' ' && c < 127)
        ? Optional.empty()
        : Optional.of("holds characters that no token has, such as a space or a line break.");
  }

  /** A part of a header, such as a token. */
  static Optional<String> header(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 127)
        ? Optional.empty()
        : Optional.of("holds characters that no header has, such as a line break.");
  }

  /** The new one and the old one are accepted while Slack changes from one to the other. */
  static Optional<String> oneOrTwo(String value) {
    int count = new Secret.Fixed(value).values().size();
    return count >= 1 && count <= MOST_SIGNING_SECRETS
        ? Optional.empty()
        : Optional.of("must hold one signing secret, or two with a space or a line break between.");
  }

  /** As {@link #oneOrTwo}: whoever knows it can claim that something fires. */
  static Optional<String> oneOrTwoUnguessable(String value) {
    List<String> values = new Secret.Fixed(value).values();
    return values.isEmpty()
            || values.size() > MOST_SIGNING_SECRETS
            || values.stream().anyMatch(v -> v.length() < SHORTEST_UNGUESSABLE)
        ? Optional.of(
            "must hold one secret of at least "
                + SHORTEST_UNGUESSABLE
                + " characters, or two with a space or a line break between.")
        : Optional.empty();
  }
}
