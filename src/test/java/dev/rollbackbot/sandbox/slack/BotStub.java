package dev.rollbackbot.sandbox.slack;

import com.slack.api.app_backend.SlackSignature;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** The HTTP side of a bot: checks signatures with the SDK, stores deliveries, answers as set. */
public final class BotStub implements AutoCloseable {
  public record Delivered(String path, boolean signed, Map<String, String> form) {
    public JsonObject payload() {
      return JsonHelper.parseObject(form.getOrDefault("payload", "")).orElseThrow();
    }

    public String get(String name) {
      return form.getOrDefault(name, "");
    }
  }

  public record BotAnswer(int status, String body) {
    static final BotAnswer OK = new BotAnswer(200, "");
  }

  private final Server server = new Server();
  private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
  private volatile Function<Delivered, BotAnswer> answer = _ -> BotAnswer.OK;
  private final CountDownLatch released = new CountDownLatch(1);
  private final String signingSecret;

  public BotStub(String signingSecret) throws Exception {
    this.signingSecret = signingSecret;
    server.addConnector(new ServerConnector(server));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            take(request, response, callback);
            return true;
          }
        });
    server.start();
  }

  private void take(Request request, Response response, Callback callback) throws Exception {
    String body = Content.Source.asString(request, StandardCharsets.UTF_8);
    String timestamp = header(request, "X-Slack-Request-Timestamp");
    String signature = header(request, "X-Slack-Signature");
    boolean signed =
        new SlackSignature.Verifier(new SlackSignature.Generator(signingSecret))
            .isValid(timestamp, body, signature);
    Delivered each = new Delivered(Request.getPathInContext(request), signed, form(body));
    delivered.add(each);
    BotAnswer answered = answer.apply(each);
    response.setStatus(answered.status());
    response.write(
        true, ByteBuffer.wrap(answered.body().getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static String header(Request request, String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  public void answers(String body) {
    answer = _ -> new BotAnswer(200, body);
  }

  public void answers(Function<Delivered, BotAnswer> how) {
    answer = how;
  }

  /** Answers nothing until the stub is closed. */
  public void hangs() {
    answer =
        _ -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return BotAnswer.OK;
        };
  }

  public Delivered next() throws InterruptedException {
    Delivered next = delivered.poll(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was delivered");
    }
    return next;
  }

  public boolean gotNothing() {
    return delivered.isEmpty();
  }

  public URI url() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    released.countDown();
    LifeCycle.stop(server);
  }
}
