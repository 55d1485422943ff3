package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.StableIds;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The provider's REST API below {@code /client/v4}: authentication and routing. Error codes that no
 * public source confirms are guesses: rely on {@code success} and the HTTP status only.
 */
public final class CloudflareRoutes {
  private static final int AUTHENTICATION_ERROR = 10000;

  /** The sandbox's token is a user's: the account does not know it. */
  private static final int WRONG_KIND_OF_TOKEN = 1000;

  private final String token;
  private final String account;
  private final Faults faults;
  private final WorkersRoutes workers;
  private final PagesRoutes pages;
  private final AnalyticsRoutes analytics;
  private final D1Routes databases;

  public CloudflareRoutes(
      String token,
      String account,
      Faults faults,
      WorkersRoutes workers,
      PagesRoutes pages,
      AnalyticsRoutes analytics,
      D1Routes databases) {
    this.token = token;
    this.account = account;
    this.faults = faults;
    this.workers = workers;
    this.pages = pages;
    this.analytics = analytics;
    this.databases = databases;
  }

  public ProviderResponse answer(ProviderRequest call) {
    if (faults.isOn(Fault.PROVIDER_DOWN)) {
      // The proxy of a service that is down answers without the envelope.
      return ProviderResponse.html(503, "503 Service Temporarily Unavailable");
    }
    if (!call.authorization().startsWith("Bearer ")) {
      return Envelope.error(401, AUTHENTICATION_ERROR, "Authentication error: no bearer token");
    }
    if (!same(call.authorization().substring("Bearer ".length()), token)) {
      return Envelope.error(403, AUTHENTICATION_ERROR, "Authentication error");
    }
    return switch (call.segment(0)) {
      case "user" -> verify(call);
      case "accounts" -> inAccount(call);
      case "graphql" -> analytics.answer(call);
      default -> Envelope.noRoute();
    };
  }

  private static ProviderResponse verify(ProviderRequest call) {
    if (!String.join("/", call.path()).equals("user/tokens/verify")) {
      return Envelope.noRoute();
    }
    if (!call.is("GET")) {
      return Envelope.badMethod(call.method());
    }
    String id = StableIds.of("token").replace("-", "");
    return Envelope.ok(JsonHelper.object().add("id", id).add("status", "active").build());
  }

  private ProviderResponse inAccount(ProviderRequest call) {
    if (call.path().size() < 3) {
      return Envelope.noRoute();
    }
    if (call.segment(2).equals("tokens") && call.segment(3).equals("verify")) {
      return Envelope.error(401, WRONG_KIND_OF_TOKEN, "Invalid API Token");
    }
    if (!call.segment(1).equals(account)) {
      return Envelope.error(403, AUTHENTICATION_ERROR, "Authentication error");
    }
    ProviderRequest inside = call.below(2);
    return switch (inside.segment(0)) {
      case "workers" -> workers.answer(inside.below(1));
      case "pages" -> pages.answer(inside.below(1));
      case "d1" -> databases.answer(inside.below(1));
      default -> Envelope.noRoute();
    };
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
