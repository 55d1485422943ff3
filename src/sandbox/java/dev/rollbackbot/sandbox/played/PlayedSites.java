package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedAnswer;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedSite;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What probes call, answered as they want it when the service is well. */
record PlayedSites(List<PlayedSite> sites, Predicate<PlayedSite> well) {
  private static final int BAD = 500;
  private static final int OTHER_BAD = 503;

  record SiteAnswer(int status, JsonValue body) {}

  /**
   * Empty: no probe calls this address.
   *
   * @param address whole, without its scheme
   */
  Optional<SiteAnswer> answer(String address) {
    for (PlayedSite site : sites) {
      String base = site.address().replaceFirst("^https?://", "");
      for (PlayedAnswer wanted : site.answers()) {
        if (address.equals(base + wanted.path())) {
          return Optional.of(answer(wanted, well.test(site)));
        }
      }
    }
    return Optional.empty();
  }

  private static SiteAnswer answer(PlayedAnswer wanted, boolean well) {
    JsonTree body = new JsonTree();
    if (!well) {
      body.put("/error", 0, "the sandbox plays a bad release");
      return new SiteAnswer(wanted.status() == BAD ? OTHER_BAD : BAD, body.json());
    }
    wanted.body().forEach((pointer, value) -> body.put(pointer, 0, value));
    return new SiteAnswer(wanted.status(), body.json());
  }
}
