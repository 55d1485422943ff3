package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for 127.0.0.1 that nobody signed but itself, made by the JDK's keytool. */
record TestCertificate(Path keyStore, String pem) {
  static final String PASSWORD = "not-a-secret";

  private static final class Once {
    private static final TestCertificate CERTIFICATE = make();
  }

  static TestCertificate get() {
    return Once.CERTIFICATE;
  }

  private static TestCertificate make() {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path store = folder.resolve("server.p12");
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "server",
              "-keyalg",
              "EC",
              "-dname",
              "CN=sandbox",
              "-ext",
              "san=ip:127.0.0.1",
              "-ext",
              "bc:c=ca:true",
              "-validity",
              "2",
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD,
              "-keystore",
              store.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.txt").toFile())
              .start();
      boolean ended = process.waitFor(Waiting.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(Files.readString(folder.resolve("keytool.txt")));
      }
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      byte[] bytes = keys.getCertificate("server").getEncoded();
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
              + "\n-----END CERTIFICATE-----\n";
      return new TestCertificate(store, pem);
    } catch (Exception e) {
      throw new IllegalStateException("no certificate for the test's server", e);
    }
  }
}
