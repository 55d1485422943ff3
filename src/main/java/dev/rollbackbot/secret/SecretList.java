package dev.rollbackbot.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Secrets with their forms in addresses. Those that others replace don't push out the rest. */
final class SecretList {
  /** Every log line is searched for each of them; the oldest is forgotten first. */
  private static final int MOST_ROTATED = 200;

  private final Set<String> fixed = new HashSet<>();
  private final LinkedHashSet<String> rotated = new LinkedHashSet<>();
  private volatile String[] sorted = {};

  synchronized void add(String secret) {
    if (!secret.isBlank() && fixed.add(secret)) {
      fixed.add(encoded(secret));
      sort();
    }
  }

  synchronized void addRotated(String secret) {
    if (!secret.isBlank() && rotated.add(secret)) {
      rotated.add(encoded(secret));
      while (rotated.size() > MOST_ROTATED) {
        rotated.removeFirst();
      }
      sort();
    }
  }

  private static String encoded(String secret) {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8);
  }

  private void sort() {
    sorted = Redactor.longestFirst(Stream.concat(fixed.stream(), rotated.stream()));
  }

  String[] longestFirst() {
    return sorted.clone();
  }
}
