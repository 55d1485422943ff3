package dev.rollbackbot.slack.client;

import com.slack.api.model.ResponseMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of Slack's.
 *
 * @param next the cursor of the next; empty: it is the last
 */
public record ResultPage<T>(List<T> items, Optional<String> next) {
  /** As many as Slack gives at once. */
  static final int SIZE = 200;

  public static final String FIRST = "";

  public ResultPage {
    items = List.copyOf(items);
  }

  static <T> ResultPage<T> of(@Nullable List<T> items, @Nullable ResponseMetadata metadata) {
    Optional<String> next =
        Optional.ofNullable(metadata)
            .map(ResponseMetadata::getNextCursor)
            .filter(c -> !c.isEmpty());
    return new ResultPage<>(present(items), next);
  }

  /** What Slack leaves out or sends as null is not there. */
  static <T> List<T> present(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  /**
   * The first item like that.
   *
   * @param pages asks for a page by its cursor
   * @param most pages that are looked at
   */
  public static <T> SlackResult<Optional<T>> find(
      Function<String, SlackResult<ResultPage<T>>> pages, Predicate<T> like, int most) {
    return find(pages, FIRST, like, most);
  }

  private static <T> SlackResult<Optional<T>> find(
      Function<String, SlackResult<ResultPage<T>>> pages,
      String cursor,
      Predicate<T> like,
      int most) {
    return pages
        .apply(cursor)
        .then(page -> {
          Optional<T> found = page.items().stream().filter(like).findFirst();
          return found.isPresent() || page.next().isEmpty() || most <= 1
              ? SlackResult.ok(found)
              : find(pages, page.next().get(), like, most - 1);
        });
  }
}
