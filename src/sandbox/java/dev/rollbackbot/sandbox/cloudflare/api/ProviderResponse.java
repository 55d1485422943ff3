package dev.rollbackbot.sandbox.cloudflare.api;

public sealed interface ProviderResponse {
  record Answer(int status, String contentType, String body) implements ProviderResponse {}

  /** The connection is closed without a byte: the outcome is unknown to the caller. */
  record ConnectionClosed() implements ProviderResponse {}

  static ProviderResponse json(int status, Object json) {
    return new Answer(status, "application/json", json.toString());
  }

  static ProviderResponse text(int status, String text) {
    return new Answer(status, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  static ProviderResponse html(int status, String title) {
    String page =
        "<!doctype html><html lang=\"en\"><head><title>%s</title></head><body><h1>%s</h1></body></html>"
            .formatted(title, title);
    return new Answer(status, "text/html;charset=utf-8", page);
  }
}
