package dev.rollbackbot.store;

import jakarta.json.bind.Jsonb;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the records of a sealed type as JSON, each under its simple name, and reads them back. An
 * unknown property is ignored; a missing {@code Optional} is read as empty.
 */
final class SealedTypeCodec<T> {
  private final Jsonb json;
  private final Map<String, Class<? extends T>> types;

  SealedTypeCodec(Jsonb json, Class<T> sealed) {
    this.json = json;
    this.types =
        records(sealed)
            .map(type -> type.<T>asSubclass(sealed))
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    if (type.isRecord()) {
      return Stream.of(type);
    }
    return Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedTypeCodec::records);
  }

  /** The simple names of all records, sorted. */
  List<String> types() {
    return types.keySet().stream().sorted().toList();
  }

  EncodedRecord write(T value) {
    return new EncodedRecord(value.getClass().getSimpleName(), json.toJson(value));
  }

  /**
   * Reads one back.
   *
   * @throws IllegalStateException when no record has that name: a newer version wrote it
   */
  T read(EncodedRecord encoded) {
    Class<? extends T> type = types.get(encoded.type());
    if (type == null) {
      throw new IllegalStateException(
          "the database contains a " + encoded.type() + ", which this version does not know");
    }
    return json.fromJson(encoded.json(), type);
  }

  /**
   * The two columns of a stored record.
   *
   * @param type its simple name
   */
  record EncodedRecord(String type, String json) {}
}
