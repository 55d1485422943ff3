package dev.rollbackbot.sandbox.kubernetes.api;

import java.util.HashMap;
import java.util.Map;

/** Reads a message of Protocol Buffers, given as one character for each byte. */
final class ProtobufFields {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final String bytes;
  private int position;

  private ProtobufFields(String bytes) {
    this.bytes = bytes;
  }

  /**
   * The texts and messages inside by their number; numbers are left out.
   *
   * @throws IllegalArgumentException if it is no message
   */
  static Map<Integer, String> of(String bytes) {
    return new ProtobufFields(bytes).read();
  }

  private Map<Integer, String> read() {
    Map<Integer, String> fields = new HashMap<>();
    while (position < bytes.length()) {
      int key = varint();
      switch (key & 7) {
        case VARINT -> varint();
        case LENGTH_DELIMITED -> fields.put(key >> 3, text(varint()));
        default -> throw new IllegalArgumentException("unexpected type of a field");
      }
    }
    return fields;
  }

  private String text(int length) {
    if (length < 0 || length > bytes.length() - position) {
      throw new IllegalArgumentException("a field is cut off");
    }
    position += length;
    return bytes.substring(position - length, position);
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE && position < bytes.length(); shift += 7) {
      int next = bytes.charAt(position++);
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is cut off");
  }
}
