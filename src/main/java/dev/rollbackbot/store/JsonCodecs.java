package dev.rollbackbot.store;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.rollback.Invocation;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;

/** The JSON of everything stored. Instants, durations and days are ISO-8601. */
final class JsonCodecs {
  static final Jsonb JSON =
      JsonbBuilder.create(
          new JsonbConfig()
              .withNullValues(false)
              .withPropertyOrderStrategy(PropertyOrderStrategy.LEXICOGRAPHICAL));

  static final SealedTypeCodec<Effect.ForChat> EFFECTS =
      new SealedTypeCodec<>(Effect.ForChat.class);
  static final SealedTypeCodec<Invocation> INVOCATIONS = new SealedTypeCodec<>(Invocation.class);

  private JsonCodecs() {}
}
