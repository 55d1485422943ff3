package dev.rollbackbot.store;

import dev.rollbackbot.store.maintenance.NewerBot;
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
  private final Map<String, Class<? extends T>> types;

  SealedTypeCodec(Class<T> sealed) {
    this.types =
        records(sealed)
            .map(type -> type.<T>asSubclass(sealed))
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedTypeCodec::records);
  }

  List<String> types() {
    return types.keySet().stream().sorted().toList();
  }

  EncodedRecord write(T value) {
    return new EncodedRecord(value.getClass().getSimpleName(), JsonCodecs.JSON.toJson(value));
  }

  T read(EncodedRecord encoded) {
    Class<? extends T> type = types.get(encoded.type());
    if (type == null) {
      throw new NewerBot.NewerRecord(encoded.type());
    }
    return JsonCodecs.JSON.fromJson(encoded.json(), type);
  }

  /** The columns of a stored record: its simple name and its JSON. */
  record EncodedRecord(String type, String json) {}
}
