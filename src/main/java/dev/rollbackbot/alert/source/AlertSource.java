package dev.rollbackbot.alert.source;

import java.util.Optional;

/** A system that sends alerts. There is none without a secret. */
public interface AlertSource {
  /** Whether whoever sent it knows the secret; nothing else of the request is looked at before. */
  boolean isAuthentic(AlertRequest request);

  /** The origin that is allowed to send, if this asks for it; there are senders that ask first. */
  default Optional<String> allowedOrigin(AlertRequest request) {
    return Optional.empty();
  }

  /** What an authentic request says. */
  AlertContent read(AlertRequest request);
}
