/// The style sheet of a report, beside those of the statement and of covered text.
public enum ReportStyle {
  /// What the content security policy of the page admits: the SHA-256 of ``sheet`` in Base64; a test
  /// compares them.
  public static let digest = "T2YHRAqovnkOstpx4BvVYENb43ll0zuUOjxyX5dVjjs="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    main{max-width:66rem}
    section>h2{font-size:1.25rem;border-bottom:2px solid var(--deep);padding-bottom:.25rem;\
    margin-top:2.8rem}
    h3{font-size:1.02rem;margin:1.8rem 0 .5rem;color:var(--deep)}
    h2+table>caption{padding:0;height:0;overflow:hidden;font-size:0;line-height:0}
    h2+table thead th{border-top:0}
    nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;padding:0;margin:.4rem 0 0}
    a{color:#0a4f8f}
    figure{margin:1.4rem 0}
    figcaption{font-weight:600;color:var(--deep);margin:0 0 .3rem}
    figure>svg{max-width:46rem;margin:0}
    .flows{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));gap:.4rem 2.2rem;\
    align-items:start}
    .flows figure{margin:.9rem 0}
    .flows svg{max-width:32rem}
    details{margin:.3rem 0 0}
    summary{cursor:pointer;color:#0a4f8f;font-size:.86rem}
    .covered .figures{min-width:11rem;font-variant-numeric:tabular-nums}
    @media print{nav,summary{display:none}figure{break-inside:avoid}h2,h3,figcaption{\
    break-after:avoid}.flows{grid-template-columns:1fr 1fr}figure>svg{max-width:150mm}\
    .covered code{font-size:8px}.covered{font-size:8px}}
    """
}
