package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token and what it may be needed for.
 *
 * @param setting the variable that it came from, for people
 * @param secret left out of {@link #toString}
 */
record ApiToken(String setting, Secret secret) {
  private static final String SETTING = "CLOUDFLARE_API_TOKEN";

  /** Of tokens that an account owns. */
  private static final String ACCOUNT_PREFIX = "cfat_";

  /** By environment; that of all others has the key "". */
  static Map<String, ApiToken> of(CloudflareOptions options) {
    Map<String, ApiToken> all = new LinkedHashMap<>();
    options.token().ifPresent(token -> all.put("", new ApiToken(SETTING, token)));
    options
        .environmentTokens()
        .forEach((key, token) -> all.put(key, new ApiToken(SETTING + "_" + key, token)));
    return all;
  }

  /** The setting that is missing for that environment. */
  static String missing(Optional<String> environment) {
    return environment
        .map(id -> SETTING + "_" + CloudflareOptions.environmentKey(id))
        .orElse(SETTING);
  }

  /** The current one: it may be rotated. */
  String value() {
    return secret.value();
  }

  /** Where Cloudflare says of it whether it is valid; a wrong place answers 401, code 1000. */
  List<String> verifyPaths(String accountPath) {
    String user = "/user/tokens/verify";
    String account = accountPath + "/tokens/verify";
    return value().startsWith(ACCOUNT_PREFIX) ? List.of(account) : List.of(user, account);
  }

  /** What to do about a refusal with that status; empty: nothing that has to do with the token. */
  String advice(int status, String method, String path) {
    return switch (status) {
      case 401 ->
          " %s is not accepted: it is wrong, has expired or was revoked.".formatted(setting);
      case 403 ->
          " %s lacks the permission “%s” for this account, or has expired."
              .formatted(setting, permission(!method.equals("GET"), path));
      default -> "";
    };
  }

  private static String permission(boolean change, String path) {
    if (path.contains("/tails")) {
      return "Workers Tail: Read";
    }
    String product = path.contains("/pages/") ? "Cloudflare Pages" : "Workers Scripts";
    return product + (change ? ": Edit" : ": Read");
  }

  @Override
  public String toString() {
    return setting;
  }
}
