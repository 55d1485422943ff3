package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Routes a request to the Slack stand-in, the page API, the backend, or a static file. */
final class Router extends Handler.Abstract {
  private final AllowedHosts hosts;
  private final SlackStandIn slack;
  private final Backend backend;
  private final PageRoutes page;
  private final StaticFiles files = new StaticFiles();

  Router(AllowedHosts hosts, SlackStandIn slack, Backend backend, PageRoutes page) {
    this.hosts = hosts;
    this.slack = slack;
    this.backend = backend;
    this.page = page;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!hosts.allows(request)) {
      HttpResponses.text(response, callback, 403, "Requests from other sites are refused.");
      return true;
    }
    boolean answered =
        slack.handle(request, response, callback)
            || page.handle(request, response, callback)
            || backend.handle(request, response, callback)
            || files.handle(request, response, callback);
    if (!answered) {
      HttpResponses.text(response, callback, 404, "There is nothing here.");
    }
    return true;
  }
}
