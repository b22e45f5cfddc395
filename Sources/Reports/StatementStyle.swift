/// The style sheet of the statement, for the screen and for A4 paper.
public enum StatementStyle {
  /// What the content security policy of the page admits: this sheet and nothing else.
  ///
  /// The SHA-256 of ``sheet`` in Base64; a test compares them.
  public static let digest = "PbmhgDnahm5Pa/2074jKK1hKbD3W+ACCMwR/P7GTgnk="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    :root{--ink:#1c2126;--soft:#59636d;--line:#c9cfd6;--pale:#f4f6f8;--seal:#8a1f2b;--deep:#17375e;\
    --paper:#fff}
    *{box-sizing:border-box}
    html{background:#e9ecef;color:var(--ink);font:15px/1.65 "Noto Sans CJK JP","Noto Sans JP",\
    "Hiragino Sans","Yu Gothic","Meiryo","Segoe UI","Helvetica Neue",Arial,sans-serif;\
    font-feature-settings:"palt" 0;-webkit-text-size-adjust:100%}
    body{margin:0}
    main{max-width:60rem;margin:2rem auto;padding:3rem 3.4rem;background:var(--paper);\
    box-shadow:0 1px 3px rgba(0,0,0,.12),0 8px 24px rgba(0,0,0,.06)}
    header{border-bottom:3px double var(--deep);padding-bottom:1.1rem;margin-bottom:1.4rem}
    h1{font:600 1.75rem/1.3 "Noto Serif CJK JP","Noto Serif JP","Hiragino Mincho ProN","Yu Mincho",\
    "MS Mincho",Georgia,"Times New Roman",serif;letter-spacing:.04em;margin:.1rem 0 .3rem;\
    color:var(--deep)}
    h2{font-size:1.02rem;margin:2.1rem 0 .6rem;color:var(--deep);letter-spacing:.03em}
    .kicker{margin:0;color:var(--soft);font-size:.86rem;letter-spacing:.08em}
    .subject{margin:0;font-size:1.06rem}
    .mark{display:inline-block;border:2px solid var(--seal);color:var(--seal);font-weight:700;\
    padding:.05rem .7rem;letter-spacing:.2em;margin-bottom:.5rem}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.4rem;margin:1rem 0 0}
    dt{color:var(--soft)}
    dd{margin:0;overflow-wrap:anywhere}
    .due{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.4rem 2rem;\
    border:1px solid var(--deep);border-left-width:6px;background:var(--pale);padding:.9rem 1.3rem;\
    margin:1.4rem 0}
    .due b{font-size:1.9rem;font-variant-numeric:tabular-nums;letter-spacing:.01em}
    .due small{flex-basis:100%;color:var(--soft);font-size:.86rem}
    .held{border-color:var(--seal)}
    table{width:100%;border-collapse:collapse;margin:0 0 .4rem;font-size:.92rem}
    caption{text-align:left;font-weight:600;color:var(--deep);padding:1.5rem 0 .45rem;\
    font-size:1.02rem;letter-spacing:.03em}
    th,td{text-align:left;vertical-align:top;padding:.38rem .6rem;border-bottom:1px solid var(--line)}
    thead th{border-top:2px solid var(--deep);border-bottom:1px solid var(--deep);color:var(--soft);\
    font-weight:500;font-size:.84rem;white-space:nowrap}
    tbody th{font-weight:600}
    td:nth-child(2){word-break:keep-all;overflow-wrap:break-word}
    tbody .part th{font-weight:400;padding-left:1.8rem}
    tbody .part td{color:var(--soft)}
    tfoot th,tfoot td{border-bottom:1px solid var(--line)}
    tfoot tr:first-child th,tfoot tr:first-child td{border-top:1px solid var(--deep)}
    tfoot .final th,tfoot .final td{font-weight:700;border-top:1px solid var(--deep);\
    border-bottom:3px double var(--deep);background:var(--pale)}
    .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    .note{color:var(--soft);font-size:.86rem;margin:.2rem 0}
    td .how{display:block;color:var(--soft);font-size:.86rem}
    .mono{font:.8rem/1.5 "Noto Sans Mono","DejaVu Sans Mono",Consolas,Menlo,monospace;\
    overflow-wrap:anywhere}
    svg{display:block;width:100%;max-width:26rem;height:auto;margin:.3rem 0}
    .seals{display:grid;grid-template-columns:repeat(4,1fr);gap:0;margin-top:.6rem;\
    border:1px solid var(--ink)}
    .seals div{border-right:1px solid var(--ink);min-height:6.4rem;padding:.4rem .7rem;\
    font-size:.86rem;display:flex;flex-direction:column;justify-content:space-between}
    .seals div:last-child{border-right:0}
    .seals span{color:var(--soft);border-top:1px dotted var(--line);padding-top:.2rem}
    footer{margin-top:2.2rem;padding-top:.8rem;border-top:1px solid var(--line);color:var(--soft);\
    font-size:.82rem}
    @media(max-width:46rem){main{margin:0;padding:1.4rem}.seals{grid-template-columns:1fr 1fr}}
    @page{size:A4;margin:16mm 15mm}
    @media print{html{background:#fff;font-size:10.5px}main{max-width:none;margin:0;padding:0;\
    box-shadow:none}thead{display:table-header-group}tfoot{display:table-row-group}\
    tr,.due,.seals,svg{break-inside:avoid}\
    caption{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
