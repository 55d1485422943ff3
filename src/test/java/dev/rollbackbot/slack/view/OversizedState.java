package dev.rollbackbot.slack.view;

import dev.rollbackbot.runbook.Runbook;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Absurd input: the same state with endless words in it and many times as many things. */
final class OversizedState {
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
  private final Map<Record, Object> runbooks = new HashMap<>();

  /**
   * How much.
   *
   * @param words in place of every text
   * @param times how often a list is repeated; a list within it, twice
   */
  OversizedState(String words, int times) {
    this(words, times, WORDS);
  }

  /**
   * How much, and where.
   *
   * @param where names of the texts that are replaced
   */
  OversizedState(String words, int times, Set<String> where) {
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
    OversizedState inside = rounds > 1 ? new OversizedState(words, 2, where) : this;
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
    if (record instanceof Runbook && suffix.isEmpty()) {
      // The same in every state, and most of it.
      return runbooks.computeIfAbsent(record, r -> copied(r, ""));
    }
    return copied(record, suffix);
  }

  private Object copied(Record record, String suffix) {
    Shape shape = Shape.of(record.getClass());
    Object[] values = new Object[shape.components().size()];
    try {
      for (int i = 0; i < values.length; i++) {
        String name = shape.components().get(i).getName();
        Object value = shape.components().get(i).getAccessor().invoke(record);
        boolean own = name.equals("id") && value instanceof String;
        boolean carriesId = Set.of("step", "item", "probe", "check").contains(name);
        values[i] =
            own
                ? value + suffix
                : carriesId && value instanceof Record r && !ours(r)
                    ? copy(r, suffix)
                    : inflate(name, value);
      }
      return shape.constructor().newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("can't inflate " + record.getClass(), e);
    }
  }

  /** How a record is taken apart and put together; looked up once for each type. */
  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {
    private static final Map<Class<?>, Shape> ALL = new ConcurrentHashMap<>();

    static Shape of(Class<?> type) {
      return ALL.computeIfAbsent(type, Shape::lookedUp);
    }

    private static Shape lookedUp(Class<?> type) {
      List<RecordComponent> components = List.of(type.getRecordComponents());
      components.forEach(c -> c.getAccessor().setAccessible(true));
      Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Shape(components, constructor);
      } catch (NoSuchMethodException e) {
        throw new LinkageError("no record: " + type, e);
      }
    }
  }
}
