package dev.rollbackbot.gateway.metric.sql;

import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database that runbooks may ask. Contains no secret in {@link #toString}.
 *
 * @param id of the source in runbooks, such as {@code sql-orders}
 * @param url {@code jdbc:postgresql:…} or {@code jdbc:sqlite:…}, without a credential
 * @param within the longest that a statement may take
 * @param scripts the login for scripts that change it; empty: none may be carried out on it
 */
public record SqlOptions(
    String id,
    String url,
    Optional<String> user,
    Optional<Secret> password,
    Duration within,
    Optional<WriteLogin> scripts) {
  private static final Pattern SETTING =
      Pattern.compile("SQL_([A-Z][A-Z0-9_]{0,31})_(URL|USER|PASSWORD|PASSWORD_FILE)");

  /** Of a login of its own; a name that ends so is that of another database's login. */
  private static final String WRITE = "_WRITE";

  private static final String ALLOWED = "yes";

  private static final Pattern CREDENTIAL = Pattern.compile("(?i)[?&](user|password)=|//[^/?]*@");
  private static final Duration WITHIN = Duration.ofSeconds(5);

  /** A file of SQLite has neither. */
  public record WriteLogin(Optional<String> user, Optional<Secret> password) {
    @Override
    public String toString() {
      return "WriteLogin";
    }
  }

  /**
   * All of the settings.
   *
   * @param secret reads a secret setting, also from its file
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static List<SqlOptions> of(
      Map<String, String> settings, Function<String, Optional<Secret>> secret) {
    Set<String> names = new TreeSet<>();
    for (String setting : settings.keySet()) {
      Matcher parts = SETTING.matcher(setting);
      if (parts.matches()) {
        boolean write = parts.group(1).endsWith(WRITE) && !parts.group(2).equals("URL");
        names.add(write ? parts.group(1).replaceAll(WRITE + "$", "") : parts.group(1));
      }
    }
    List<SqlOptions> all = new ArrayList<>();
    for (String name : names) {
      String setting = "SQL_" + name + "_URL";
      String url =
          setting(settings, setting)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "%s is not set, and a credential for it is: set it, or leave the credential out."
                          .formatted(setting)));
      if (!url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:sqlite:")) {
        throw new IllegalArgumentException(
            setting + " must begin with jdbc:postgresql: or jdbc:sqlite:.");
      }
      if (CREDENTIAL.matcher(url).find()) {
        throw new IllegalArgumentException(
            "%s holds a credential: put it into SQL_%s_USER and SQL_%s_PASSWORD."
                .formatted(setting, name, name));
      }
      all.add(
          new SqlOptions(
              "sql-" + name.toLowerCase(Locale.ROOT).replace('_', '-'),
              url,
              setting(settings, "SQL_" + name + "_USER"),
              secret.apply("SQL_" + name + "_PASSWORD"),
              WITHIN,
              scripts(name, url, settings, secret)));
    }
    return List.copyOf(all);
  }

  private static Optional<WriteLogin> scripts(
      String name,
      String url,
      Map<String, String> settings,
      Function<String, Optional<Secret>> secret) {
    if (!url.startsWith("jdbc:postgresql:")) {
      return setting(settings, "SQL_" + name + WRITE)
          .filter(ALLOWED::equals)
          .map(_ -> new WriteLogin(Optional.empty(), Optional.empty()));
    }
    return setting(settings, "SQL_" + name + WRITE + "_USER")
        .map(user ->
            new WriteLogin(Optional.of(user), secret.apply("SQL_" + name + WRITE + "_PASSWORD")));
  }

  boolean postgres() {
    return url.startsWith("jdbc:postgresql:");
  }

  private static Optional<String> setting(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "SqlOptions[" + id + "]";
  }
}
