package dev.rollbackbot.paper;

import io.nayuki.qrcodegen.QrCode;

/** A link as a QR code, drawn in the page itself: paper loads nothing. */
final class QrSquare {
  /** White around it, in modules, without which cameras don't find it. */
  private static final int QUIET = 4;

  private QrSquare() {}

  static String svg(String link) {
    QrCode code = QrCode.encodeText(link, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    int side = code.size + 2 * QUIET;
    return "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"QR code of the link\" shape-rendering=\"crispEdges\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/><path d=\"%s\" fill=\"#000\"/></svg>"
        .formatted(side, side, path);
  }
}
