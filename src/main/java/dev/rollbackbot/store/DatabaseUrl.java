package dev.rollbackbot.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parsed {@code DATABASE_URL}; nothing that it prints contains credentials. */
sealed interface DatabaseUrl {
  /** For messages and logs: a path, or host and name; never a user or a password. */
  String where();

  record Sqlite(Path file) implements DatabaseUrl {
    @Override
    public String where() {
      return file.toString();
    }
  }

  /**
   * A server.
   *
   * @param jdbcUrl without user and password
   */
  record Postgres(String jdbcUrl, String where, Optional<String> user, Optional<String> password)
      implements DatabaseUrl {
    @Override
    public String toString() {
      return where;
    }
  }

  String SQLITE = "jdbc:sqlite:";
  String POSTGRES = "jdbc:postgresql:";

  static DatabaseUrl parse(String url) {
    if (url.startsWith(SQLITE)) {
      return sqlite(url.substring(SQLITE.length()));
    }
    if (url.startsWith(POSTGRES + "//")) {
      return postgres(url.substring("jdbc:".length()));
    }
    throw new IllegalArgumentException(
        "DATABASE_URL must be jdbc:sqlite:path/to/file.db or"
            + " jdbc:postgresql://host:port/name?user=…&password=…");
  }

  private static Sqlite sqlite(String rest) {
    String path = rest.contains("?") ? rest.substring(0, rest.indexOf('?')) : rest;
    if (path.isBlank() || path.startsWith(":memory:") || path.startsWith("file:")) {
      throw new IllegalArgumentException(
          "DATABASE_URL must name a file after jdbc:sqlite:, such as"
              + " jdbc:sqlite:data/rollback-bot.db; a database in memory would forget everything");
    }
    return new Sqlite(Path.of(path));
  }

  private static Postgres postgres(String withCredentials) {
    URI uri;
    try {
      uri = URI.create(withCredentials);
    } catch (IllegalArgumentException e) {
      // Its message would repeat the whole URL; so no cause either.
      throw new IllegalArgumentException(
          "DATABASE_URL is not a URL: is a special character in the user or password not"
              + " percent-encoded?");
    }
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    String info = uri.getRawUserInfo();
    if (info != null) {
      String[] parts = info.split(":", 2);
      user = Optional.of(decode(parts[0]));
      password = parts.length > 1 ? Optional.of(decode(parts[1])) : password;
    }
    List<String> others = new ArrayList<>();
    for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
      if (pair.startsWith("user=")) {
        user = Optional.of(decode(pair.substring("user=".length())));
      } else if (pair.startsWith("password=")) {
        password = Optional.of(decode(pair.substring("password=".length())));
      } else if (!pair.isEmpty()) {
        others.add(pair);
      }
    }
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    String where = "postgresql://" + host + Optional.ofNullable(uri.getRawPath()).orElse("");
    String query = others.isEmpty() ? "" : "?" + String.join("&", others);
    return new Postgres("jdbc:" + where + query, where, user, password);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
