package dev.rollbackbot.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.runbook.Runbook;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The texts of the runbooks that incidents were declared on, by hash. */
final class RunbookTexts {
  private static final int REMEMBERED = 100;

  private final Function<String, Runbook> reread;
  private final Cache<String, Runbook> cache =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  RunbookTexts(Function<String, Runbook> reread) {
    this.reread = reread;
  }

  void keep(Handle h, Runbook runbook) {
    h.execute(
        "insert into runbook_text (hash, text) values (?, ?) on conflict (hash) do nothing",
        runbook.source().hash(),
        runbook.source().text());
  }

  Runbook get(Handle h, String hash) {
    return cache.get(hash, missing -> reread.apply(text(h, missing)));
  }

  private static String text(Handle h, String hash) {
    return h.createQuery("select text from runbook_text where hash = ?")
        .bind(0, hash)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(
            () -> new IllegalStateException("the database lacks the runbook text " + hash));
  }
}
