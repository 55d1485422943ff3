package dev.rollbackbot.slack.view;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Absurd input: the same state with endless words in it and many times as many things. */
final class Inflated {
  private static final Set<String> WORDS =
      Set.of(
          "title",
          "name",
          "text",
          "reason",
          "evidence",
          "description",
          "label",
          "tag",
          "author",
          "message",
          "detail",
          "note",
          "why",
          "guide",
          "instruction",
          "impact",
          "when",
          "whyNotOwn");
  private static final Set<String> LISTS =
      Set.of(
          "steps",
          "entries",
          "probes",
          "checks",
          "candidates",
          "warnings",
          "cannotUndo",
          "earlier",
          "triggers",
          "checklist",
          "byHand");

  /** The texts that people type and services answer, of all these. */
  static final Set<String> SOMEBODY_ELSES =
      Set.of("reason", "evidence", "description", "label", "author", "message", "detail", "note");

  private final Set<String> where;
  private final String words;
  private final int times;

  /**
   * How much.
   *
   * @param words in place of every text
   * @param times how often a list is repeated; a list within it, twice
   */
  Inflated(String words, int times) {
    this(words, times, WORDS);
  }

  /**
   * How much, and where.
   *
   * @param where names of the texts that are replaced
   */
  Inflated(String words, int times, Set<String> where) {
    this.where = where;
    this.words = words;
    this.times = times;
  }

  @SuppressWarnings("unchecked")
  <T> T of(T value) {
    return (T) inflate("", value);
  }

  private Object inflate(String component, Object value) {
    return switch (value) {
      case String s -> where.contains(component) ? words : s;
      case Optional<?> o -> o.map(v -> inflate(component, v));
      case List<?> l -> list(component, l);
      case Record r -> ours(r) ? r : copy(r, "");
      default -> value;
    };
  }

  /** What a runbook says is nobody else's. */
  private boolean ours(Record record) {
    return !where.equals(WORDS) && record.getClass().getPackageName().endsWith(".runbook");
  }

  private List<Object> list(String component, List<?> values) {
    List<Object> out = new ArrayList<>();
    int rounds = LISTS.contains(component) ? times : 1;
    Inflated inside = rounds > 1 ? new Inflated(words, 2, where) : this;
    for (int round = 0; round < rounds; round++) {
      for (Object v : values) {
        String suffix = round == 0 ? "" : "-" + round;
        out.add(
            v instanceof Record r
                ? ours(r) ? r : inside.copy(r, suffix)
                : inflateText(component, v));
      }
    }
    return out;
  }

  private Object inflateText(String component, Object v) {
    return v instanceof String && LISTS.contains(component) && where.equals(WORDS)
        ? words
        : inflate(component, v);
  }

  /** The record with all in it inflated; its own id gets the suffix. */
  private Object copy(Record record, String suffix) {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    Object[] values = new Object[parts.length];
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      for (int i = 0; i < parts.length; i++) {
        var accessor = parts[i].getAccessor();
        accessor.setAccessible(true);
        Object value = accessor.invoke(record);
        boolean own = parts[i].getName().equals("id") && value instanceof String;
        boolean carriesId = Set.of("step", "item", "probe", "check").contains(parts[i].getName());
        values[i] =
            own
                ? value + suffix
                : carriesId && value instanceof Record r && !ours(r)
                    ? copy(r, suffix)
                    : inflate(parts[i].getName(), value);
      }
      Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("can't inflate " + record.getClass(), e);
    }
  }
}
