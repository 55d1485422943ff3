package dev.rollbackbot.gateway.metric.prometheus;

/** Servers whose instant queries are asked and answered in the same form. */
public enum QueryApi {
  PROMETHEUS("prometheus", "Prometheus", "/api/v1/query"),
  /** Of its queries only those that answer a number: lines of logs are never read. */
  LOKI("loki", "Loki", "/loki/api/v1/query");

  private final String id;
  private final String title;
  private final String path;

  QueryApi(String id, String title, String path) {
    this.id = id;
    this.title = title;
    this.path = path;
  }

  /** Of the source in runbooks. */
  public String id() {
    return id;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** Behind the address of the settings. */
  String path() {
    return path;
  }
}
