package dev.rollbackbot.gateway;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a server showed of itself. */
final class PeerCertificates {
  private PeerCertificates() {}

  /** When the first of its certificates ends; empty: it showed none. */
  static Optional<Instant> validUntil(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      return Stream.of(session.getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
          .min(Comparator.naturalOrder());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
