package dev.rollbackbot.slack.client;

import okio.ByteString;

/**
 * What is uploaded.
 *
 * @param mediaType of the bytes
 * @param alternative a picture in words, for those who can't see it; empty: it is a text
 */
public record UploadContent(ByteString bytes, String mediaType, String alternative) {
  /** Slack takes no longer one. */
  private static final int LONGEST_ALTERNATIVE = 1_000;

  public static UploadContent text(String text) {
    return new UploadContent(ByteString.encodeUtf8(text), "text/plain; charset=utf-8", "");
  }

  public static UploadContent html(String page) {
    return new UploadContent(ByteString.encodeUtf8(page), "text/html; charset=utf-8", "");
  }

  public static UploadContent png(byte[] bytes, String alternative) {
    String cut =
        alternative.codePointCount(0, alternative.length()) <= LONGEST_ALTERNATIVE
            ? alternative
            : alternative.substring(0, alternative.offsetByCodePoints(0, LONGEST_ALTERNATIVE - 1))
                + "…";
    return new UploadContent(ByteString.of(bytes), "image/png", cut);
  }
}
