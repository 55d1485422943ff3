package dev.rollbackbot.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.runbook.Runbook;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The table {@code runbook_text}: the text of each runbook that an incident was declared on. */
final class RunbookTextTable {
  private static final int CACHED_RUNBOOKS = 100;

  private final Function<String, Runbook> reread;
  private final Cache<String, Runbook> cache =
      Caffeine.newBuilder().maximumSize(CACHED_RUNBOOKS).build();

  RunbookTextTable(Function<String, Runbook> reread) {
    this.reread = reread;
  }

  void insert(Handle handle, Runbook runbook) {
    handle.execute(
        "insert into runbook_text (hash, text) values (?, ?) on conflict (hash) do nothing",
        runbook.sourceText().hash(),
        runbook.sourceText().text());
  }

  Runbook find(Handle handle, String hash) {
    return cache.get(hash, missing -> reread.apply(text(handle, missing)));
  }

  private static String text(Handle handle, String hash) {
    return handle
        .select("select text from runbook_text where hash = ?", hash)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() -> new IllegalStateException("no row for runbook text " + hash));
  }
}
