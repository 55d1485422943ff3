package dev.rollbackbot.typed;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words after the slash command, each with the same word of other languages. */
public enum CommandWord {
  STATUS("estado", "statut", "stato", "статус", "κατάσταση", "ステータス", "状態", "状态", "狀態", "상태"),
  LOG("protokoll", "registro", "журнал", "лог", "ログ", "日志", "日誌", "로그"),
  LIST("liste", "lista", "список", "一覧", "列表", "清單", "목록"),
  CANCEL("abbrechen", "annuler", "cancelar", "annulla", "отмена", "キャンセル", "取消", "취소"),
  PRINT("drucken", "imprimir", "imprimer", "stampa", "печать", "印刷", "打印", "인쇄"),
  POST_MORTEM("postmortem", "nachbereitung", "rca"),
  PLAN,
  CHECK("prüfen", "comprobar", "vérifier", "verifica", "проверка", "확인"),
  GUIDE("anleitung", "guía", "guida", "инструкция", "ガイド", "指南", "가이드"),
  TRIGGERS,
  DRILL("übung", "simulacro", "exercice", "esercitazione", "учение", "訓練", "演练", "演練", "훈련"),
  HELP("hilfe", "ayuda", "aide", "aiuto", "помощь", "βοήθεια", "ヘルプ", "帮助", "幫助", "도움말");

  /** Words that the parser reads over or as a part of a reference to an incident. */
  private static final Set<String> OTHERS =
      Set.of(
          "rollback",
          "inc",
          "incident",
          "env",
          "environment",
          "in",
          "on",
          "at",
          "to",
          "for",
          "of",
          "the",
          "please");

  private static final Pattern LIKE_AN_INCIDENT = Pattern.compile("inc-?[0-9]+(-.*)?|[0-9]+");

  /** Each between spaces. */
  private final String otherLanguages;

  CommandWord(String... otherLanguages) {
    this.otherLanguages =
        Stream.of(otherLanguages)
            .map(TypedText::canonical)
            .collect(Collectors.joining(" ", " ", " "));
  }

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<CommandWord> of(String canonical) {
    return Stream.of(values()).filter(word -> word.word().equals(canonical)).findFirst();
  }

  static Optional<CommandWord> ofOtherLanguage(String canonical) {
    return Stream.of(values())
        .filter(word -> word.otherLanguages.contains(" " + canonical + " "))
        .findFirst();
  }

  /** Says nothing by itself: read over between the words that do. */
  static boolean isFiller(String canonical) {
    return OTHERS.contains(canonical);
  }

  /** Whether an id is one of the words. */
  public static boolean isWord(String id) {
    return of(id).isPresent();
  }

  /** Whether an id, typed after the command, would be read as something else. */
  public static boolean isReserved(String id) {
    return isWord(id) || isFiller(id) || LIKE_AN_INCIDENT.matcher(id).matches();
  }

  /** All of them, for messages. */
  public static List<String> words() {
    return Stream.of(values()).map(CommandWord::word).toList();
  }
}
