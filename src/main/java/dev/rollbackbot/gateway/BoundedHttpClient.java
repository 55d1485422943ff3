package dev.rollbackbot.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
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
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP exchanges bounded in time and size, without redirects, cookies or retries. Reports failures
 * as values, with whether the request may have been sent: only an unsent one may be repeated.
 */
public final class BoundedHttpClient implements AutoCloseable {
  private static final String USER_AGENT = "rollback-bot";
  private static final String SENT = "rollback-bot.sent";
  private static final String PERMIT = "rollback-bot.permit";
  private static final String STOPPED = "the bot was stopped";
  private static final int MAX_CONNECTIONS = 100;
  private static final int MAX_CONNECTIONS_PER_HOST = 20;
  private static final int MAX_HEADER_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 200;

  /** How long to wait for a cancelled exchange to report whether it had sent its request. */
  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(1);

  private final CloseableHttpClient client;

  /** {@code connectTimeout} applies to each address of a host. */
  public BoundedHttpClient(Duration connectTimeout) {
    this(connections(connectTimeout).build());
  }

  /**
   * For a server with certificates of its own.
   *
   * @param tls trusts only what the server's operator issued
   * @param serverName that its certificate must be for; empty: the host of the address
   */
  public BoundedHttpClient(Duration connectTimeout, SSLContext tls, Optional<String> serverName) {
    this(connections(connectTimeout).setTlsSocketStrategy(strategy(tls, serverName)).build());
  }

  private static TlsSocketStrategy strategy(SSLContext tls, Optional<String> serverName) {
    TlsSocketStrategy strategy = new DefaultClientTlsStrategy(tls);
    return (socket, target, port, attachment, context) ->
        strategy.upgrade(socket, serverName.orElse(target), port, attachment, context);
  }

  private BoundedHttpClient(PoolingHttpClientConnectionManager connections) {
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom().setContentCompressionEnabled(false).build())
            // A reused connection may be closed just as a request is sent, which would leave its
            // outcome unknown.
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

  private static PoolingHttpClientConnectionManagerBuilder connections(Duration connectTimeout) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(Timeout.of(connectTimeout)).build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .build());
  }

  public sealed interface HttpResult {}

  /**
   * A response.
   *
   * @param headers by name in lower case; the first of several with the same name
   * @param body decoded as UTF-8, up to the limit
   * @param complete false: the body is longer than the limit
   * @param took from the call to the last byte read
   * @param certificateUntil when the first of the server's certificates ends; empty: it showed none
   */
  public record ReceivedResponse(
      int status,
      Map<String, String> headers,
      String body,
      boolean complete,
      Duration took,
      Optional<Instant> certificateUntil)
      implements HttpResult {
    public ReceivedResponse {
      headers = Map.copyOf(headers);
    }

    /** {@code name} is in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /**
   * No complete response.
   *
   * @param sent false: the request was certainly not sent
   * @param reason a few words without secrets, such as "connection refused"
   */
  public record TransportFailure(boolean sent, TransportError error, String reason)
      implements HttpResult {}

  /** The causes of a {@link TransportFailure}. */
  public enum TransportError {
    NO_SUCH_HOST,
    CONNECTION_REFUSED,
    NO_ROUTE,
    TLS,
    TIMEOUT,
    /** The connection was closed before the response was complete. */
    CUT,
    /** The response is not HTTP. */
    GARBLED,
    /** The permit was refused, so nothing was sent. */
    FORBIDDEN,
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED
  }

  /**
   * Sends a request and reads the response.
   *
   * @param permit checked on the open connection, immediately before the request is sent; false or
   *     an exception: it is not sent
   * @param within for the whole exchange, from the connection to the last byte
   * @param maxBytes limit for the body; 0: it is not read
   */
  public HttpResult exchange(
      HttpUriRequestBase request, BooleanSupplier permit, Duration within, int maxBytes) {
    if (Thread.currentThread().isInterrupted()) {
      return new TransportFailure(false, TransportError.INTERRUPTED, STOPPED);
    }
    AtomicBoolean sent = new AtomicBoolean();
    FutureTask<HttpResult> task = new FutureTask<>(() -> perform(request, permit, sent, maxBytes));
    Thread.ofVirtual().name("http-exchange").start(task);
    try {
      return task.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return cancel(
          request, task, sent, TransportError.TIMEOUT, "no answer within " + durationText(within));
    } catch (InterruptedException e) {
      HttpResult result = cancel(request, task, sent, TransportError.INTERRUPTED, STOPPED);
      Thread.currentThread().interrupt();
      return result;
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
      // The response may have arrived just before the cancellation.
      if (task.get(CANCEL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
          instanceof ReceivedResponse response) {
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
      HttpUriRequestBase request, BooleanSupplier permit, AtomicBoolean sent, int maxBytes) {
    long start = System.nanoTime();
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(SENT, sent);
    context.setAttribute(PERMIT, permit);
    try (ClassicHttpResponse response =
        client.executeOpen(RoutingSupport.determineHost(request), request, context)) {
      byte[] bytes = read(response.getEntity(), maxBytes);
      int length = Math.min(bytes.length, maxBytes);
      return new ReceivedResponse(
          response.getCode(),
          headers(response),
          new String(bytes, 0, length, StandardCharsets.UTF_8),
          bytes.length <= maxBytes,
          Duration.ofNanos(System.nanoTime() - start),
          PeerCertificates.validUntil(context.getSSLSession()));
    } catch (IOException | HttpException | RuntimeException e) {
      TransportError error = TransportErrors.of(e);
      return new TransportFailure(sent.get(), error, TransportErrors.reasonText(error, e));
    }
  }

  private static byte[] read(HttpEntity entity, int limit) throws IOException {
    if (entity == null || limit == 0) {
      return new byte[0];
    }
    try (InputStream input = entity.getContent()) {
      return input.readNBytes(limit + 1);
    }
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    return Stream.of(response.getHeaders())
        .collect(
            Collectors.toMap(
                header -> header.getName().toLowerCase(Locale.ROOT),
                header -> Objects.toString(header.getValue(), ""),
                (first, second) -> first));
  }

  /** Such as 2 s or 250 ms. */
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
