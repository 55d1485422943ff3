package dev.rollbackbot.typed;

import java.util.Optional;

/** How an incident was named. */
public sealed interface TypedReference {
  /** As it is typed, in the form in which Slack would send it. */
  String line();

  /** By its number; also a wrong one, such as 0: it names an incident that isn't there. */
  record ByNumber(String digits) implements TypedReference {
    private static final int MAX_DIGITS = 9;

    @Override
    public String line() {
      return "INC-" + digits;
    }

    /** Empty: no incident can have it. */
    public Optional<Integer> number() {
      return digits.equals("0") || digits.length() > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(Integer.parseInt(digits));
    }
  }

  /**
   * By a number alone: before a reason it may be the reason's first word.
   *
   * @param text the number and what follows it
   */
  record ByBareNumber(ByNumber number, String text) implements TypedReference {
    @Override
    public String line() {
      return number.digits();
    }
  }

  /** By a channel, or by a link to it or to a message in it; {@code name} may be empty. */
  record ByChannel(String id, String name) implements TypedReference {
    @Override
    public String line() {
      return "<#" + id + (name.isEmpty() ? "" : "|" + TypedText.escape(name)) + ">";
    }
  }
}
