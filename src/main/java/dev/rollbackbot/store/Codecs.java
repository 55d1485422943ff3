package dev.rollbackbot.store;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Invocation;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;

/** The JSON of everything stored. Instants, durations and days are ISO-8601. */
final class Codecs {
  static final Jsonb JSON =
      JsonbBuilder.create(
          new JsonbConfig()
              .withNullValues(false)
              .withPropertyOrderStrategy(PropertyOrderStrategy.LEXICOGRAPHICAL));

  static final SealedCodec<Effect.ForChat> EFFECTS = new SealedCodec<>(JSON, Effect.ForChat.class);
  static final SealedCodec<Invocation> INVOCATIONS = new SealedCodec<>(JSON, Invocation.class);

  private Codecs() {}
}
