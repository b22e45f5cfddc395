/// The style sheet of the contract's page coloured by coverage.
///
/// Colours of blue, yellow and orange, which people with any form of colour blindness tell apart; beside
/// them the border and the mark of each line say the same.
public enum CoveragePageStyle {
  /// What the content security policy of the page admits: the SHA-256 of ``sheet`` in Base64; a test
  /// compares them.
  public static let digest = "jZ8qI3aactVjWh6tqG1qtN+lPyBV2b9dZDowzkZl0J8="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    :root{--ink:#1c2126;--soft:#59636d;--line:#c9cfd6;--deep:#17375e;--done:#0a5a8c;\
    --part:#7a5c00;--never:#a03c00}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:80rem;padding:1.6rem;color:var(--ink);background:#fff;\
    font:15px/1.6 "Noto Sans CJK JP","Noto Sans JP","Hiragino Sans","Yu Gothic","Meiryo","Segoe \
    UI",Arial,sans-serif}
    h1{font-size:1.5rem;margin:0 0 .2rem;color:var(--deep)}
    .number{font-size:1.1rem;margin:.2rem 0 1rem}
    .key{display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;list-style:none;margin:0 0 1rem;padding:0}
    .key li{padding:.1rem .6rem}
    .mark{font-weight:700;white-space:nowrap}
    table{width:100%;border-collapse:collapse;font-size:.92rem}
    caption{text-align:left;color:var(--soft);padding:.3rem 0}
    thead th{text-align:left;color:var(--soft);font-weight:500;border-bottom:1px solid \
    var(--deep)}
    th,td{padding:.1rem .6rem;vertical-align:top}
    tbody th{font-weight:400;text-align:right;color:var(--soft);\
    font-variant-numeric:tabular-nums}
    code{font:13px/1.6 "Noto Sans Mono CJK JP","Noto Sans Mono","MS Gothic",Consolas,Menlo,\
    monospace;white-space:pre-wrap;overflow-wrap:anywhere}
    .done{background:#e3f1f9;border-left:6px solid var(--done)}
    .part{background:#fdf5d8;border-left:6px double var(--part)}
    .never{background:#fbe6d9;border-left:6px dotted var(--never)}
    .done .mark{color:var(--done)}
    .part .mark{color:var(--part)}
    .never .mark{color:var(--never)}
    td ul{margin:0;padding:0;list-style:none}
    @media print{body{max-width:none;padding:0;font-size:10px}tr{break-inside:avoid}*{\
    -webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
