package dev.rollbackbot.sandbox.cloudflare.account;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that look random and are the same at every start, so that a test may name them. */
public final class StableIds {

  private StableIds() {}

  public static String of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** An id whose first eight characters are given, as people know Pages deployments by them. */
  public static String startingWith(String shortId) {
    return shortId + of(shortId).substring(shortId.length());
  }
}
