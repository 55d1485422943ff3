package dev.rollbackbot.gateway.github.api;

import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of a GitHub App. Its file is read at each use, which is once an hour, so that a
 * new key needs no restart.
 *
 * @param appId the app's id or client id
 */
record AppKey(String appId, Path file) {
  /** The clock here may be ahead of GitHub's. */
  private static final Duration BEFORE = Duration.ofSeconds(60);

  /** GitHub allows ten minutes. */
  private static final Duration VALID = Duration.ofMinutes(9);

  private static final int LARGEST = 64 * 1024;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  /** What stands before a key of PKCS #1 in PKCS #8: version 0 and the algorithm's name. */
  private static final byte[] RSA = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /**
   * The app's own credential for the next minutes, a JWT.
   *
   * @throws IOException with a sentence for the operator, without a secret
   */
  String jwt(Instant now) throws IOException {
    PrivateKey key = read();
    String claims =
        Json.createObjectBuilder()
            .add("iat", now.minus(BEFORE).getEpochSecond())
            .add("exp", now.plus(VALID).getEpochSecond())
            .add("iss", appId)
            .build()
            .toString();
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException(unusable("can't sign"), e);
    }
  }

  /** Of the key itself, however its file is written. */
  String secretText() throws IOException {
    return Base64.getEncoder().encodeToString(read().getEncoded());
  }

  /** Also checks it; the message of the exception contains no secret. */
  PrivateKey read() throws IOException {
    Matcher pem = PEM.matcher(text());
    if (!pem.find()) {
      throw new IOException(unusable("holds no private key (PEM, BEGIN RSA PRIVATE KEY)"));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      byte[] pkcs8 = pem.group(1) == null ? der : wrapped(der);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause: it may quote the key.
      throw new IOException(unusable("holds no RSA key"));
    }
  }

  private String text() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IOException(unusable("can't be read (" + e.getClass().getSimpleName() + ")"), e);
    }
  }

  private String unusable(String why) {
    return "%s names the file %s, which %s.".formatted(GitHubOptions.APP_KEY, file, why);
  }

  private static byte[] wrapped(byte[] pkcs1) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA);
    inner.writeBytes(tagged(OCTETS, pkcs1));
    return tagged(SEQUENCE, inner.toByteArray());
  }

  /** DER: a tag, the length in three bytes at most, the content. */
  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x83);
    out.write(content.length >> 16);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
