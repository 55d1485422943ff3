package dev.rollbackbot.sandbox.cloudflare.account;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** UUIDs that are the same at every start. */
public final class StableIds {
  private StableIds() {}

  public static String of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A UUID with the given first characters. */
  public static String startingWith(String shortId) {
    return shortId + of(shortId).substring(shortId.length());
  }
}
