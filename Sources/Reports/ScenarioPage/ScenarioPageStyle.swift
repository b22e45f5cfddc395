/// The style sheet and the script of the page of scenarios, beside the sheets of statement and report.
public enum ScenarioPageStyle {
  /// The SHA-256 of ``sheet`` in Base64, by which the page admits it; a test compares them.
  public static let digest = "yxEYglxdbt/Bz9dvWm1nJlY5JiSFvVkYAa6wD6itFPA="
  /// The SHA-256 of ``script`` in Base64; a test compares them.
  public static let scriptDigest = "SiaHkbL04KatHb+FnkCt7B1XCmm9QxorhdjoE29bmjU="

  /// The sheet between the style tags, byte for byte.
  public static let sheet = """
    main{max-width:90rem}
    .bench{display:grid;grid-template-columns:minmax(19rem,26rem) 1fr;gap:2.4rem;align-items:start}
    form{font-size:.92rem}
    fieldset{border:1px solid var(--line);margin:0 0 1rem;padding:.5rem .9rem .7rem}
    legend{font-weight:600;color:var(--deep);padding:0 .3rem}
    .field{display:grid;grid-template-columns:9rem 1fr;gap:.6rem;align-items:center;margin:.25rem 0}
    .wide{margin:.25rem 0 .4rem}
    label{color:var(--soft);overflow-wrap:anywhere}
    input,textarea{font:inherit;font-size:.95em;width:100%;padding:.25rem .45rem;border:1px solid #767f88;\
    color:var(--ink);background:#fff}
    button{font:inherit;padding:.3rem 1.2rem;border:1px solid var(--deep);background:var(--deep);\
    color:#fff;cursor:pointer}
    input:focus,textarea:focus,button:focus,a:focus{outline:3px solid #0072b2;outline-offset:1px}
    #result[aria-busy]{opacity:.6}
    #result .due{margin-top:0}
    code{font:13px/1.6 "Noto Sans Mono CJK JP","Noto Sans Mono","MS Gothic",Consolas,Menlo,monospace;\
    overflow-wrap:anywhere}
    .alert{border:1px solid var(--seal);border-left-width:6px;padding:.2rem 1.2rem;margin:0 0 1.2rem}
    @media(max-width:60rem){.bench{grid-template-columns:1fr}}
    """

  /// The script between its tags, byte for byte: asks for the result of what stands in the form.
  public static let script = """
    "use strict";
    const form=document.querySelector("form"),result=document.getElementById("result");
    let latest=0;
    form.addEventListener("input",()=>{const mine=++latest;setTimeout(async()=>{
    if(mine!==latest)return;
    result.setAttribute("aria-busy","true");
    try{const answer=await fetch("result?"+new URLSearchParams(new FormData(form)));
    if(mine===latest&&answer.ok)result.innerHTML=await answer.text()}catch{}
    if(mine===latest)result.removeAttribute("aria-busy")},300)});
    """
}
