package dev.rollbackbot.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * One HTTP exchange, bounded in time and size. Follows no redirect, keeps no cookie, repeats
 * nothing, and never throws for what the world does. It knows whether a request can have been sent,
 * because that is what decides if it may be sent again.
 */
public final class BoundedHttpClient implements AutoCloseable {
  private static final String USER_AGENT = "rollback-bot";
  private static final String SENT = "rollback-bot.sent";
  private static final String PERMIT = "rollback-bot.permit";
  private static final String STOPPED = "the bot was stopped";
  private static final int CONNECTIONS = 100;
  private static final int CONNECTIONS_TO_ONE_HOST = 20;
  private static final int LONGEST_HEADER_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  /** How long a cancelled exchange may take to say whether it had sent something. */
  private static final Duration STOPPING = Duration.ofSeconds(1);

  private final CloseableHttpClient client;

  /**
   * A door of its own connections.
   *
   * @param connectTimeout for each address of a host
   */
  public BoundedHttpClient(Duration connectTimeout) {
    client =
        HttpClients.custom()
            .setConnectionManager(connections(connectTimeout))
            .setDefaultRequestConfig(
                RequestConfig.custom().setContentCompressionEnabled(false).build())
            // A kept connection may be cut just as a request goes out: nobody would know what
            // became
            // of it. The few calls of a job don't need it.
            .setConnectionReuseStrategy((request, response, context) -> false)
            .addExecInterceptorAfter(
                ChainElement.CONNECT.name(),
                "sent",
                (request, scope, chain) -> {
                  if (scope.clientContext.getAttribute(PERMIT) instanceof BooleanSupplier permit) {
                    NotPermittedException.throwUnless(permit);
                  }
                  if (scope.clientContext.getAttribute(SENT) instanceof AtomicBoolean sent) {
                    sent.set(true);
                  }
                  return chain.proceed(request, scope);
                })
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent(USER_AGENT)
            .build();
  }

  private static PoolingHttpClientConnectionManager connections(Duration connectTimeout) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS_TO_ONE_HOST)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(Timeout.of(connectTimeout)).build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(LONGEST_HEADER_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build())
                .build())
        .build();
  }

  /** What came of an exchange. */
  public sealed interface HttpResult {}

  /**
   * An answer came.
   *
   * @param headers by their names in lower case; of several with one name the first
   * @param body read as UTF-8, at most as many bytes as were allowed
   * @param complete false: the body was longer
   * @param took from the call to the last byte that was read
   */
  public record ReceivedResponse(
      int status, Map<String, String> headers, String body, boolean complete, Duration took)
      implements HttpResult {
    public ReceivedResponse {
      headers = Map.copyOf(headers);
    }

    /** The header of that name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /**
   * No answer came, or only a part of one.
   *
   * @param sent false: it is certain that the other side was never asked
   * @param reason a few words without secrets, such as "connection refused"
   */
  public record TransportFailure(boolean sent, TransportError error, String reason)
      implements HttpResult {}

  /** Why no answer came. */
  public enum TransportError {
    /** The host's name is not known. */
    NO_SUCH_HOST,
    /** Nobody listens there. */
    CONNECTION_REFUSED,
    /** There is no way to it. */
    NO_ROUTE,
    /** Its certificate or its TLS is not acceptable. */
    TLS,
    /** It took too long. */
    TIMEOUT,
    /** The connection ended in the middle. */
    CUT,
    /** What came is not HTTP. */
    GARBLED,
    /** It was forbidden at the last moment, so nothing was sent. */
    FORBIDDEN,
    /** We were told to stop. The thread's interrupt flag is set again. */
    INTERRUPTED
  }

  /**
   * Sends it and reads the answer.
   *
   * @param within for all of it, from the connection to the last byte
   * @param mostBytes of the body that are read; 0: none
   */
  public HttpResult exchange(HttpUriRequestBase request, Duration within, int mostBytes) {
    return exchange(request, () -> true, within, mostBytes);
  }

  /**
   * As {@link #exchange(HttpUriRequestBase, Duration, int)}.
   *
   * @param permit asked when the connection stands, immediately before the request is sent; it is
   *     not sent where the answer is false or an exception
   */
  public HttpResult exchange(
      HttpUriRequestBase request, BooleanSupplier permit, Duration within, int mostBytes) {
    if (Thread.currentThread().isInterrupted()) {
      return new TransportFailure(false, TransportError.INTERRUPTED, STOPPED);
    }
    AtomicBoolean sent = new AtomicBoolean();
    FutureTask<HttpResult> task = new FutureTask<>(() -> perform(request, permit, sent, mostBytes));
    Thread.ofVirtual().name("http-exchange").start(task);
    try {
      return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return cancel(
          request, task, sent, TransportError.TIMEOUT, "no answer within " + durationText(within));
    } catch (InterruptedException e) {
      HttpResult httpResult = cancel(request, task, sent, TransportError.INTERRUPTED, STOPPED);
      Thread.currentThread().interrupt();
      return httpResult;
    } catch (ExecutionException e) {
      return new TransportFailure(
          sent.get(), TransportError.GARBLED, "the answer could not be read");
    }
  }

  private static HttpResult cancel(
      HttpUriRequestBase request,
      FutureTask<HttpResult> task,
      AtomicBoolean sent,
      TransportError error,
      String reason) {
    request.cancel();
    try {
      // An answer that came in that very moment is worth more than "no answer".
      if (task.get(STOPPING.toNanos(), TimeUnit.NANOSECONDS) instanceof ReceivedResponse response) {
        return response;
      }
      return new TransportFailure(sent.get(), error, reason);
    } catch (ExecutionException e) {
      return new TransportFailure(sent.get(), error, reason);
    } catch (TimeoutException e) {
      return new TransportFailure(true, error, reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TransportFailure(true, TransportError.INTERRUPTED, reason);
    }
  }

  private HttpResult perform(
      HttpUriRequestBase request, BooleanSupplier permit, AtomicBoolean sent, int mostBytes) {
    long start = System.nanoTime();
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(SENT, sent);
    context.setAttribute(PERMIT, permit);
    try (ClassicHttpResponse response =
        client.executeOpen(RoutingSupport.determineHost(request), request, context)) {
      byte[] bytes = read(response.getEntity(), mostBytes);
      int length = Math.min(bytes.length, mostBytes);
      return new ReceivedResponse(
          response.getCode(),
          headers(response),
          new String(bytes, 0, length, StandardCharsets.UTF_8),
          bytes.length <= mostBytes,
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException | HttpException | RuntimeException e) {
      TransportError error = TransportErrors.of(e);
      return new TransportFailure(sent.get(), error, TransportErrors.reasonText(error, e));
    }
  }

  private static byte[] read(HttpEntity entity, int most) throws IOException {
    if (entity == null || most == 0) {
      return new byte[0];
    }
    try (InputStream input = entity.getContent()) {
      return input.readNBytes(most + 1);
    }
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    return Stream.of(response.getHeaders())
        .collect(
            Collectors.toMap(
                h -> h.getName().toLowerCase(Locale.ROOT),
                BoundedHttpClient::value,
                (first, second) -> first));
  }

  private static String value(Header header) {
    return header.getValue() == null ? "" : header.getValue();
  }

  /** A duration as people say it, such as 2 s or 250 ms. */
  public static String durationText(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the HTTP client", e);
    }
  }
}
