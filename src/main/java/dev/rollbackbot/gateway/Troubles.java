package dev.rollbackbot.gateway;

import dev.rollbackbot.gateway.HttpDoor.Trouble;
import dev.rollbackbot.text.Truncation;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What an exception of an exchange means, in words for people. */
final class Troubles {
  private static final int LONGEST_REASON = 120;

  private Troubles() {}

  static Trouble of(Exception e) {
    return switch (e) {
      case Forbidden _ -> Trouble.FORBIDDEN;
      case UnknownHostException _ -> Trouble.NO_SUCH_HOST;
      case NoRouteToHostException _ -> Trouble.NO_ROUTE;
      case ConnectException c -> refused(c) ? Trouble.CONNECTION_REFUSED : Trouble.NO_ROUTE;
      case SSLException _ -> Trouble.TLS;
      case SocketTimeoutException _ -> Trouble.TIMEOUT;
      case SocketException _, NoHttpResponseException _, ConnectionClosedException _ -> Trouble.CUT;
      default -> Trouble.GARBLED;
    };
  }

  private static boolean refused(ConnectException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }

  static String say(Trouble trouble, Exception e) {
    return switch (trouble) {
      case NO_SUCH_HOST -> "the host's name is not known";
      case CONNECTION_REFUSED -> "connection refused";
      case NO_ROUTE -> "no way to the host";
      case TLS -> {
        String message = Redactor.redact(Truncation.oneLine(String.valueOf(e.getMessage())));
        yield "TLS failed: " + Truncation.truncate(message, LONGEST_REASON);
      }
      case TIMEOUT -> "no answer in time";
      case CUT -> "the connection was cut";
      case GARBLED -> "the answer is not HTTP";
      case FORBIDDEN -> String.valueOf(e.getMessage());
      case INTERRUPTED -> "the bot was stopped";
    };
  }
}
