package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.HttpAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How one cluster's API server is reached.
 *
 * @param name for people, such as "the context staging"
 * @param server without a slash at its end
 * @param tls trusts the cluster's certificates only; empty: those that Java trusts
 * @param serverName that the certificate must be for; empty: the host of the server
 */
record ClusterAccess(
    String name, URI server, Optional<SSLContext> tls, Optional<String> serverName, Secret token) {
  /**
   * A token in clear text is allowed on this machine only.
   *
   * @throws IllegalArgumentException with a sentence for the operator
   */
  static URI server(String name, String address) {
    URI server =
        HttpAddress.parse(HttpAddress.withoutTrailingSlash(address))
            .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
            .filter(uri -> uri.getRawUserInfo() == null)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "The server of %s is no https address.".formatted(name)));
    if (server.getScheme().equals("http") && !HttpAddress.isLoopback(server)) {
      throw new IllegalArgumentException(
          "The server of %s begins with http://, which would show the token to the network: use"
                  .formatted(name)
              + " https://.");
    }
    return server;
  }

  /** By which the cluster is known, however the address is written. */
  String knownBy() {
    int port =
        server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("http") ? 80 : 443;
    return "%s:%d%s"
        .formatted(server.getHost(), port, server.getRawPath())
        .toLowerCase(Locale.ROOT);
  }

  /** What trusts only these certificates. */
  static SSLContext trusting(String name, String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
        store.setCertificateEntry("authority-" + count++, certificate);
      }
      if (count == 0) {
        throw new IllegalArgumentException(noCertificate(name));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(noCertificate(name), e);
    }
  }

  private static String noCertificate(String name) {
    return "The certificate-authority of %s holds no certificate (PEM).".formatted(name);
  }

  @Override
  public String toString() {
    return name + " at " + server;
  }
}
