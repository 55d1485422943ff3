package dev.rollbackbot.gateway;

import dev.rollbackbot.gateway.BoundedHttpClient.TransportError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Classifies the exceptions of an HTTP exchange and describes them in words for people. */
final class TransportErrors {
  private static final int MAX_REASON = 120;

  private TransportErrors() {}

  static TransportError of(Exception exception) {
    return switch (exception) {
      case NotPermittedException _ -> TransportError.FORBIDDEN;
      case UnknownHostException _ -> TransportError.NO_SUCH_HOST;
      case NoRouteToHostException _ -> TransportError.NO_ROUTE;
      case ConnectException cause ->
          String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("refused")
              ? TransportError.CONNECTION_REFUSED
              : TransportError.NO_ROUTE;
      case SSLException _ -> TransportError.TLS;
      case SocketTimeoutException _ -> TransportError.TIMEOUT;
      case SocketException _, NoHttpResponseException _, ConnectionClosedException _ ->
          TransportError.CUT;
      default -> TransportError.GARBLED;
    };
  }

  static String reasonText(TransportError error, Exception exception) {
    return switch (error) {
      case NO_SUCH_HOST -> "the host's name is not known";
      case CONNECTION_REFUSED -> "connection refused";
      case NO_ROUTE -> "no way to the host";
      case TLS ->
          "TLS failed: " + ProviderText.clip(String.valueOf(exception.getMessage()), MAX_REASON);
      case TIMEOUT -> "no answer in time";
      case CUT -> "the connection was cut";
      case GARBLED -> "the answer is not HTTP";
      case FORBIDDEN -> String.valueOf(exception.getMessage());
      case INTERRUPTED -> "the bot was stopped";
    };
  }
}
