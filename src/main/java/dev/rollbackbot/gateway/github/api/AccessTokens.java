package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.secret.Secret;

/** Where the token of a call comes from. */
interface AccessTokens {
  TokenAnswer current();

  /** GitHub did not accept that token; the next one may be another. */
  void refused(String token);

  /** The setting that it comes from, for people. */
  String setting();

  sealed interface TokenAnswer {}

  record UsableToken(String value) implements TokenAnswer {
    @Override
    public String toString() {
      return "[token]";
    }
  }

  record NoToken(NotCarriedOut why) implements TokenAnswer {}

  /** One that a person made; it is read again where it stands in a file. */
  record FixedToken(String setting, Secret secret) implements AccessTokens {
    @Override
    public TokenAnswer current() {
      return new UsableToken(secret.value());
    }

    @Override
    public void refused(String token) {}
  }
}
