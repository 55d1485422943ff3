package dev.rollbackbot.paper;

/** How the page looks on A4 and Letter, in black on white. */
final class PaperStyle {
  static final String CSS =
      """
      @page { margin: 14mm 13mm; }
      * { box-sizing: border-box; }
      body { font: 10pt/1.35 "Helvetica Neue", Arial, sans-serif; color: #000; background: #fff;
        max-width: 184mm; margin: 0 auto; }
      header { display: flex; gap: 6mm; align-items: flex-start; border-bottom: 1.5pt solid #000;
        padding-bottom: 3mm; margin-bottom: 3mm; }
      header > div:first-child { flex: 1; min-width: 0; }
      h1 { font-size: 17pt; line-height: 1.15; margin: 0 0 1.5mm; }
      h2 { font-size: 12pt; margin: 5mm 0 1.5mm; border-bottom: .5pt solid #000; break-after: avoid; }
      h3 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
      h4 { font-size: 9.5pt; margin: 2mm 0 .5mm; break-after: avoid; }
      p { margin: .8mm 0; overflow-wrap: anywhere; }
      small, .how, .facts { font-size: 8.5pt; color: #222; }
      .facts { font-size: 9pt; }
      .item { display: flex; gap: 2.5mm; break-inside: avoid; margin-top: 2mm; }
      .box { flex: none; width: 4.2mm; height: 4.2mm; border: .8pt solid #000; line-height: 4mm;
        text-align: center; font-weight: bold; }
      .line { display: flex; gap: 2mm; align-items: flex-end; height: 8.5mm; break-inside: avoid; }
      .rule { flex: 1; border-bottom: .6pt solid #000; }
      .signs { display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm; break-inside: avoid; }
      pre { font: 8.5pt/1.3 "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap;
        overflow-wrap: anywhere; margin: 1mm 0; padding: 1.2mm 2mm; border-left: 1.2pt solid #000; }
      table { border-collapse: collapse; width: 100%; }
      td, th { text-align: left; vertical-align: top; border: .5pt solid #000; padding: 1mm 1.6mm;
        overflow-wrap: anywhere; }
      tr { break-inside: avoid; }
      .code { width: 34mm; text-align: center; font-size: 7pt; overflow-wrap: anywhere; flex: none; }
      .qr { width: 30mm; height: 30mm; display: block; margin: 0 auto; }
      footer { margin-top: 5mm; border-top: .5pt solid #000; font-size: 8pt; }
      """;

  private PaperStyle() {}
}
