package dev.rollbackbot.slack.client;

import com.slack.api.model.ResponseMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code next} is the cursor of the next page, empty on the last one. */
public record ResultPage<T>(List<T> items, Optional<String> next) {
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

  static <T> List<T> present(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  /** Searches the first pages; {@code pages} fetches one by its cursor. */
  public static <T> SlackResult<Optional<T>> find(
      Function<String, SlackResult<ResultPage<T>>> pages, Predicate<T> condition, int maxPages) {
    return find(pages, FIRST, condition, maxPages);
  }

  private static <T> SlackResult<Optional<T>> find(
      Function<String, SlackResult<ResultPage<T>>> pages,
      String cursor,
      Predicate<T> condition,
      int maxPages) {
    return pages
        .apply(cursor)
        .then(page -> {
          Optional<T> found = page.items().stream().filter(condition).findFirst();
          return found.isPresent() || page.next().isEmpty() || maxPages <= 1
              ? SlackResult.ok(found)
              : find(pages, page.next().get(), condition, maxPages - 1);
        });
  }
}
