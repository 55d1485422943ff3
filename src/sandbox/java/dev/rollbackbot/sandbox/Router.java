package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.slack.Slack;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds who answers a path: Slack's stand-in, the deployed world, the page API, or a file. */
final class Router extends Handler.Abstract {
  private final Slack slack;
  private final DeployedWorld world;
  private final PageApi page;
  private final StaticPage files = new StaticPage();

  Router(Slack slack, DeployedWorld world, PageApi page) {
    this.slack = slack;
    this.world = world;
    this.page = page;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean answered =
        slack.handle(request, response, callback)
            || page.handle(request, response, callback)
            || world.handle(request, response, callback)
            || files.handle(request, response, callback);
    if (!answered) {
      Replies.text(response, callback, 404, "There is nothing here.");
    }
    return true;
  }
}
