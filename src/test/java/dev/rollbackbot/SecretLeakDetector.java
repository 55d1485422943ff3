package dev.rollbackbot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Finds secrets in texts: every secret of the sandbox contains the same mark. */
final class SecretLeakDetector {
  static final String MARK = "sandbox-secret-";

  private static final int CLIP = 200;

  private SecretLeakDetector() {}

  /** Each secret of a text, with the text before it. */
  static List<String> leaks(String where, String text) {
    List<String> out = new ArrayList<>();
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      int from = Math.max(0, at - CLIP);
      out.add(where + ": …" + text.substring(from, Math.min(text.length(), at + MARK.length())));
    }
    return out;
  }

  /** The secrets in all files of a folder, except in jars. */
  static List<String> leaks(Path folder) {
    List<String> out = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".jar")).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        out.addAll(leaks(file.getFileName().toString(), bytes));
      }
    } catch (IOException e) {
      out.add(folder + " could not be searched: " + e);
    }
    return out;
  }

  static void assertNone(List<String> leaks) {
    assertThat(leaks).as("leaked secrets").isEmpty();
  }

  /** Searches each log line as it is written, with its exception. */
  static final class LeakDetectingAppender extends AppenderBase<ILoggingEvent> {
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final ThrowableProxyConverter exception = new ThrowableProxyConverter();

    /** Attached to all loggers of this process. */
    static LeakDetectingAppender everywhere() {
      LeakDetectingAppender out = new LeakDetectingAppender();
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      out.setContext(context);
      out.start();
      context.getLogger("ROOT").addAppender(out);
      return out;
    }

    @Override
    public void start() {
      exception.start();
      super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
      String text = event.getFormattedMessage() + event.getMDCPropertyMap();
      leaks.addAll(leaks(event.getLoggerName(), text + exception.convert(event)));
    }

    List<String> leaks() {
      return List.copyOf(leaks);
    }

    private static List<String> leaks(String where, String text) {
      return SecretLeakDetector.leaks("log of " + where, text);
    }
  }
}
