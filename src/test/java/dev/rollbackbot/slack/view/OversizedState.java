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

/** The same state with long texts in it and its lists repeated. */
final class OversizedState {
  private static final Set<String> TEXTS =
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

  /** Those of the texts that people type and services answer. */
  static final Set<String> UNTRUSTED =
      Set.of("reason", "evidence", "description", "label", "author", "message", "detail", "note");

  /** Those that come from versions, logs and probes. */
  static final Set<String> OUTSIDE = Set.of("label", "author", "message", "detail", "tag");

  private final Set<String> where;
  private final String text;
  private final int times;
  private final Map<Record, Object> runbooks = new HashMap<>();

  /** Replaces every text; a list is repeated so often, a list within it twice. */
  OversizedState(String text, int times) {
    this(text, times, TEXTS);
  }

  /** Replaces the texts with these component names. */
  OversizedState(String text, int times, Set<String> where) {
    this.where = where;
    this.text = text;
    this.times = times;
  }

  @SuppressWarnings("unchecked")
  <T> T of(T value) {
    return (T) inflate("", value);
  }

  private Object inflate(String component, Object value) {
    return switch (value) {
      case String s -> where.contains(component) ? text : s;
      case Optional<?> o -> o.map(v -> inflate(component, v));
      case List<?> l -> list(component, l);
      case Record r -> isTrusted(r) ? r : copy(r, "");
      default -> value;
    };
  }

  /** Without untrusted texts. */
  private boolean isTrusted(Record record) {
    return !where.equals(TEXTS) && record.getClass().getPackageName().endsWith(".runbook");
  }

  private List<Object> list(String component, List<?> values) {
    List<Object> out = new ArrayList<>();
    int rounds = LISTS.contains(component) ? times : 1;
    OversizedState nested = rounds > 1 ? new OversizedState(text, 2, where) : this;
    for (int round = 0; round < rounds; round++) {
      for (Object value : values) {
        String suffix = round == 0 ? "" : "-" + round;
        out.add(
            value instanceof Record r
                ? isTrusted(r) ? r : nested.copy(r, suffix)
                : inflateText(component, value));
      }
    }
    return out;
  }

  private Object inflateText(String component, Object value) {
    return value instanceof String && LISTS.contains(component) && where.equals(TEXTS)
        ? text
        : inflate(component, value);
  }

  /** Inflates the components; the id gets the suffix. */
  private Object copy(Record record, String suffix) {
    if (record instanceof Runbook && suffix.isEmpty()) {
      // Every state has the same runbook, which is large.
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
                : carriesId && value instanceof Record r && !isTrusted(r)
                    ? copy(r, suffix)
                    : inflate(name, value);
      }
      return shape.constructor().newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("can't inflate " + record.getClass(), e);
    }
  }

  /** The components and the constructor of a record type. */
  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {
    private static final Map<Class<?>, Shape> ALL = new ConcurrentHashMap<>();

    static Shape of(Class<?> type) {
      return ALL.computeIfAbsent(type, Shape::lookUp);
    }

    private static Shape lookUp(Class<?> type) {
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
