package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Pages of a list, with a cursor. */
final class Paging {
  private static final String PREFIX = "next:";

  private Paging() {}

  /** {@code next} is the cursor of the next page, "" on the last one. */
  record PagedItems<T>(List<T> items, String next) {}

  /** Refuses with {@code invalid_cursor} or {@code invalid_limit}. */
  static <T> PagedItems<T> of(List<T> all, ApiArguments args, int otherwise, int max) {
    int from = from(args.get("cursor"), all.size());
    int to = Math.min(all.size(), from + args.limit("limit", otherwise, max));
    String next = to < all.size() ? encode(to) : "";
    return new PagedItems<>(List.copyOf(all.subList(from, to)), next);
  }

  private static int from(String cursor, int size) {
    if (cursor.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
      int from = Integer.parseInt(text.substring(PREFIX.length()));
      if (text.startsWith(PREFIX) && from >= 0 && from <= size) {
        return from;
      }
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      // Answered below, as for a cursor of another list.
    }
    throw new SlackErrorException("invalid_cursor");
  }

  private static String encode(int from) {
    return Base64.getEncoder().encodeToString((PREFIX + from).getBytes(StandardCharsets.UTF_8));
  }
}
