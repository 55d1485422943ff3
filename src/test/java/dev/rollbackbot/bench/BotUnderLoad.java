package dev.rollbackbot.bench;

import dev.rollbackbot.Main;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bot as it is deployed, on a given database, connected to a stub of Slack. */
final class BotUnderLoad {
  private BotUnderLoad() {}

  static ChildJavaProcess start(StubSlack slack, String database, Path log) {
    return start(
        ChildJavaProcess.onClassPath(Main.class.getName(), "serve"), slack.api(), database, log);
  }

  static ChildJavaProcess start(List<String> command, URI slackApi, String database, Path log) {
    return ChildJavaProcess.start(command, environment(slackApi, database), "/healthz", log);
  }

  static Map<String, String> environment(URI slackApi, String database) {
    Map<String, String> all = new HashMap<>();
    all.put("SLACK_BOT_TOKEN", "xoxb-bench");
    all.put("SLACK_SIGNING_SECRET", BoltOnlyEndpoint.SECRET);
    all.put("SLACK_API_URL", slackApi.toString());
    all.put("BIND", "127.0.0.1");
    all.put("DATABASE_URL", database);
    all.put("DEFAULT_ENVIRONMENT", "sandbox");
    all.put("CLOUDFLARE_API_TOKEN", "bench");
    all.put("CLOUDFLARE_ACCOUNT_ID", "bench");
    // Nothing listens there: no job of the seeded incidents is in the database.
    all.put("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:9/client/v4");
    return all;
  }
}
