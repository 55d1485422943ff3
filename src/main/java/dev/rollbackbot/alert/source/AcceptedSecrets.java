package dev.rollbackbot.alert.source;

import dev.rollbackbot.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one or two secrets that are accepted while one replaces the other. Comparing takes the same
 * time wherever the first difference is.
 */
public record AcceptedSecrets(Secret secret) {
  private static final String BEARER = "bearer ";

  /** Whether the header holds one of them, and nothing else. */
  public boolean inHeader(AlertRequest request, String name) {
    return request.header(name).filter(this::contains).isPresent();
  }

  /** Whether the request has one of them as its bearer token. */
  public boolean asBearer(AlertRequest request) {
    Optional<String> authorization = request.header("Authorization");
    return authorization
        .filter(a -> a.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(a -> a.substring(BEARER.length()).strip())
        .filter(this::contains)
        .isPresent();
  }

  private boolean contains(String given) {
    byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String value : secret.values()) {
      found |= MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), bytes);
    }
    return found;
  }

  /** Whether one of the signatures, in hexadecimal digits, is one of the body. */
  public boolean sign(AlertRequest request, List<String> signatures) {
    return sign("", request, signatures);
  }

  /** As the other method; {@code prefix} is signed before the body. */
  public boolean sign(String prefix, AlertRequest request, List<String> signatures) {
    boolean found = false;
    for (String value : secret.values()) {
      byte[] right = hmac(value, prefix.getBytes(StandardCharsets.UTF_8), request.body());
      for (String signature : signatures) {
        found |= MessageDigest.isEqual(right, bytes(signature));
      }
    }
    return found;
  }

  private static byte[] hmac(String secret, byte[] prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(prefix);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** None if they are no hexadecimal digits, which equals no signature. */
  private static byte[] bytes(String signature) {
    try {
      return HexFormat.of().parseHex(signature);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
