package dev.rollbackbot.gateway.http;

import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What probes may send, each to the hosts that the settings name for it: whoever writes a runbook
 * chooses the address, and must not choose by that who gets a credential.
 *
 * @param byName of the runbook, such as {@code audit} of {@code PROBE_TOKEN_AUDIT}
 */
public record ProbeCredentials(Map<String, ProbeToken> byName) {
  public static final ProbeCredentials NONE = new ProbeCredentials(Map.of());

  private static final String TOKEN = "PROBE_TOKEN_";
  private static final String HOSTS = "PROBE_HOSTS_";
  private static final String FILE = "_FILE";
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]+])(:[0-9]{1,5})?");

  public ProbeCredentials {
    byName = Map.copyOf(byName);
  }

  /** A credential and where it may be sent. */
  public record ProbeToken(Secret secret, Set<String> hosts) {
    public ProbeToken {
      hosts = Set.copyOf(hosts);
    }
  }

  /**
   * Those of the settings.
   *
   * @param secret reads a secret setting, also from its file
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static ProbeCredentials of(
      Map<String, String> settings, Function<String, Optional<Secret>> secret) {
    Set<String> names = new LinkedHashSet<>();
    for (String setting : settings.keySet()) {
      if (setting.startsWith(TOKEN)) {
        names.add(withoutFile(setting.substring(TOKEN.length())));
      } else if (setting.startsWith(HOSTS)) {
        names.add(setting.substring(HOSTS.length()));
      }
    }
    Map<String, ProbeToken> byName = new TreeMap<>();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            TOKEN + " is followed by a name of capital letters, digits and underscores.");
      }
      Optional<Secret> token = secret.apply(TOKEN + name);
      Set<String> hosts = hosts(name, settings.getOrDefault(HOSTS + name, ""));
      if (token.isEmpty() != hosts.isEmpty()) {
        throw new IllegalArgumentException(
            "%s%s and %s%s belong together: set both, or neither."
                .formatted(TOKEN, name, HOSTS, name));
      }
      token.ifPresent(t -> byName.put(id(name), new ProbeToken(t, hosts)));
    }
    return new ProbeCredentials(byName);
  }

  private static String withoutFile(String name) {
    return name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
  }

  /** As a runbook writes it. */
  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The setting of a credential that a runbook names. */
  static String setting(String id) {
    return TOKEN + id.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Set<String> hosts(String name, String text) {
    List<String> hosts =
        Stream.of(text.split("[,\\s]+", -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .toList();
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "%s%s is a list of hosts such as shop.example.com, not “%s”."
                .formatted(HOSTS, name, host));
      }
    }
    return Set.copyOf(hosts);
  }

  /** What is sent, or why nothing is. */
  sealed interface Sending {
    record CredentialHeader(String value) implements Sending {}

    record CredentialRefused(String reason) implements Sending {}
  }

  Sending sending(String id, URI address) {
    ProbeToken token = byName.get(id);
    if (token == null) {
      return new Sending.CredentialRefused("the setting " + setting(id) + " is missing");
    }
    if (!token.hosts().contains(address.getAuthority().toLowerCase(Locale.ROOT))) {
      return new Sending.CredentialRefused(setting(id) + " may not be sent to that host");
    }
    if (address.getScheme().equals("http") && !HttpAddress.isLoopback(address)) {
      return new Sending.CredentialRefused(setting(id) + " is only sent over https");
    }
    String value = token.secret().value();
    // With a scheme of its own, such as Basic.
    return new Sending.CredentialHeader(value.contains(" ") ? value : "Bearer " + value);
  }
}
