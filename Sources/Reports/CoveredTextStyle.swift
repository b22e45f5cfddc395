/// The style sheet of a contract's text coloured by coverage, on any page.
///
/// Colours of blue, yellow and orange, which people with any form of colour blindness tell apart; beside
/// them the border and the mark of each line say the same.
public enum CoveredTextStyle {
  /// What the content security policy of the page admits: the SHA-256 of ``sheet`` in Base64; a test
  /// compares them.
  public static let digest = "7s3arwvz1c0X34/J9MSaiTQcAk9NI5ylZ8rQjydbbok="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    :root{--done:#0a5a8c;--part:#7a5c00;--never:#a03c00}
    .key{display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;list-style:none;margin:0 0 1rem;padding:0}
    .key li{padding:.1rem .6rem}
    .state{font-weight:700;white-space:nowrap}
    .covered{font-size:.86rem}
    .covered th,.covered td{padding:.1rem .6rem;vertical-align:top;border-bottom:0;color:var(--ink);\
    word-break:normal}
    .covered td:nth-child(2){width:60%}
    .covered tbody .part th,.covered tbody th{font-weight:400;padding-left:.6rem;text-align:right;color:var(--soft);\
    font-variant-numeric:tabular-nums}
    .covered code{font:12.5px/1.6 "Noto Sans Mono CJK JP","Noto Sans Mono","MS Gothic",Consolas,Menlo,\
    monospace;white-space:pre-wrap;overflow-wrap:anywhere}
    .covered ul{margin:0;padding:0;list-style:none}
    .covered .done,.key .done{background:#e3f1f9;border-left:6px solid var(--done)}
    .covered .part,.key .part{background:#fdf5d8;border-left:6px double var(--part)}
    .covered .never,.key .never{background:#fbe6d9;border-left:6px dotted var(--never)}
    .done .state{color:var(--done)}
    .part .state{color:var(--part)}
    .never .state{color:var(--never)}
    """
}
