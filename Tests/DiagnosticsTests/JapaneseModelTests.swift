import Diagnostics
import Testing

/// The Japanese model messages, rebuilt and compared byte for byte.
@Suite struct JapaneseModelTests {
  private func expect(_ diagnostic: Diagnostic, isMessage number: Int) throws {
    let rendered = TerminalRenderer(tongue: .ja).render(diagnostic)
    let model = try ModelMessages.text(number)
    #expect(rendered.hasSameBytes(as: model), "\(rendered)\(model)")
  }

  @Test func message3() throws {
    let contract = source(
      "minato.ja.pfs",
      [
        (79, "支払 成果報酬                                             根拠 第8条第3項"),
        (80, "  金額            17,654,321円 × 総合達成度"),
      ])
    try expect(
      Diagnostic(
        code: "R301", severity: .error, headline: Text("金額の端数処理が定められていません"),
        labels: [contract.label(80, "17,654,321円 × 総合達成度", "1円未満が生じます")],
        context: [contract.context(79)],
        remarks: [
          remark(.why, "総合達成度は0.1%刻みなので、最小の増分は 17,654.321円 です"),
          remark(.rule, "金額を確定する箇所には必ず端数処理を書きます(既定値はありません)"),
          remark(.help, "端数            1円未満切捨て", "端数            1円未満四捨五入"),
        ]), isMessage: 3)
  }

  @Test func message7() throws {
    let contract = source(
      "minato.ja.pfs",
      [(34, "  件数            教室参加 当年度内"), (35, "  条件            件数24以上")])
    let span = try contract.span(35, "件数24以上")
    try expect(
      Diagnostic(
        code: "L012", severity: .error, headline: Text("「件数24以上」は一語として読めません"),
        labels: [contract.label(35, "件数24以上", "語の区切りがありません")],
        context: [contract.context(34)],
        remarks: [
          remark(.rule, "名前・数・語の間には空白か記号を置きます(助詞や送り仮名から推測しません)"),
          Remark(
            kind: .fix, lines: [Text("件数 24以上")],
            edit: Edit(span: span, replacement: "件数 24以上")),
        ]), isMessage: 7)
  }

  @Test func message8() throws {
    let contract = source(
      "minato.ja.pfs",
      [
        (59, "達成度 歩行達成度                                         根拠 第6条第1項"),
        (60, "  測定指標        歩行速度改善率"),
      ])
    try expect(
      Diagnostic(
        code: "N101", severity: .error,
        headline: Text("「歩行速度改善率」という名前は定義されていません"),
        labels: [contract.label(60, "歩行速度改善率")],
        context: [contract.context(59)],
        remarks: [
          remark(.help, "歩行速度改善(指標、第5条第3項)"),
          remark(.note, "「率」を付けると割合(%)と読めます。この指標の単位は m/s です"),
        ]), isMessage: 8)
  }
}
