/// The style sheet of the contract's page coloured by coverage.
public enum CoveragePageStyle {
  /// What the content security policy of the page admits: the SHA-256 of ``sheet`` in Base64; a test
  /// compares them.
  public static let digest = "8bhGLDZzsA9rlPFEDn1R2b5IeLQqnxMH6QUsM6BZjfw="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    :root{--ink:#1c2126;--soft:#59636d;--line:#c9cfd6;--deep:#17375e}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:80rem;padding:1.6rem;color:var(--ink);background:#fff;\
    font:15px/1.6 "Noto Sans CJK JP","Noto Sans JP","Hiragino Sans","Yu Gothic","Meiryo","Segoe \
    UI",Arial,sans-serif}
    h1{font-size:1.5rem;margin:0 0 .2rem;color:var(--deep)}
    .number{font-size:1.1rem;margin:.2rem 0 1rem}
    table{width:100%;border-collapse:collapse;font-size:.92rem}
    caption{text-align:left;color:var(--soft);padding:.3rem 0}
    thead th{text-align:left;color:var(--soft);font-weight:500;border-bottom:1px solid \
    var(--deep)}
    th,td{padding:.1rem .6rem;vertical-align:top}
    @media print{body{max-width:none;padding:0;font-size:10px}tr{break-inside:avoid}*{\
    -webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
