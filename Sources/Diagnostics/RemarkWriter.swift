/// Writes the remarks below a marked text, with their continuation lines aligned.
///
/// English keys are padded to a common width: 4, that of the keys of a check (rule, note, help,
/// more, …; the rarer `scale` and `effect` stand out), or 5 where a remark tells of a run (trace,
/// flow, data, next, hint). Japanese keys all have two characters, and continuation lines begin
/// with full-width blanks.
struct RemarkWriter {
  let renderer: TerminalRenderer
  let remarks: [Remark]
  let code: String

  func write(to output: inout TerminalRenderer.Output) {
    let keyWidth = remarks.contains { RemarkWriter.tellsOfRun($0.kind) } ? 5 : 4
    for remark in remarks {
      write(
        key: remark.kind.text, lines: remark.lines.map { $0[renderer.tongue] },
        isAutomatic: remark.edit != nil, keyWidth: keyWidth, to: &output)
    }
    if !code.isEmpty {
      write(
        key: Text(en: "more", ja: "詳細"), lines: ["pfs explain \(code)"],
        isAutomatic: false, keyWidth: keyWidth, to: &output)
    }
  }

  private static func tellsOfRun(_ kind: Remark.Kind) -> Bool {
    switch kind {
    case .trace, .flow, .data, .next, .hint: true
    case .rule, .why, .note, .help, .fix, .scale, .effect: false
    }
  }

  private func write(
    key: Text, lines: [String], isAutomatic: Bool, keyWidth: Int,
    to output: inout TerminalRenderer.Output
  ) {
    let lead: String
    let follow: String
    let painted: String
    switch renderer.tongue {
    case .en:
      let padding = String(repeating: " ", count: max(keyWidth - key.en.utf8.count, 0) + 1)
      lead = "\(output.indent) = \(key.en):\(padding)"
      painted = "\(output.indent) = \(renderer.paint("\(key.en):", .bold))\(padding)"
      follow = String(repeating: " ", count: lead.utf8.count)
    case .ja:
      lead = "\(output.indent) ＝ \(key.ja)　"
      painted = "\(output.indent) ＝ \(renderer.paint(key.ja, .bold))　"
      follow =
        "\(output.indent) " + String(repeating: "　", count: key.ja.unicodeScalars.count + 2) + " "
    }
    for (index, line) in lines.enumerated() {
      let line = MarkedLine.printable(line)
      let tag =
        isAutomatic && index == lines.count - 1
        ? tag(after: DisplayWidth.of(lead) + DisplayWidth.of(line)) : ""
      output.line((index == 0 ? painted : follow) + line + tag)
    }
  }

  /// Says that the correction can be made automatically, at column 70 or just after.
  private func tag(after width: Int) -> String {
    switch renderer.tongue {
    case .en:
      String(repeating: " ", count: max(70 - width, 1)) + "[can be fixed automatically]"
    case .ja:
      String(repeating: "　", count: max((71 - width) / 2, 1)) + "[自動修正できます]"
    }
  }
}
