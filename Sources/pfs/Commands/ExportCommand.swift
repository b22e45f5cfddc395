import ArgumentParser
import PFS

extension ExportForm: ExpressibleByArgument {}

/// `pfs export`
struct ExportCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export",
      abstract: Interface.words(
        "Writes a recorded settlement for print and other programs: HTML, Excel, CSV, FHIR, INDIGO.",
        "精算の記録を印刷用・ほかのプログラム用に書き出します(HTML、Excel、CSV、FHIR、INDIGO)。"),
      discussion: Interface.words(
        """
        xlsx is the statement as a workbook of values: amounts, all figures with their exact fractions, \
        participant flow, roundings, and the hashes of the files. csv has the figures, safe for \
        spreadsheets. html is the statement as a page to print, in either language. fhir has the indicators \
        as MeasureReports (R4), without the payment. indigo is a project of the INDIGO data standard 4.1.0: \
        metrics, prices, results and payments; suppress small counts before it is published. All are \
        aggregates: no row of the records is in them. Numbers of more than 15 digits stay text in the \
        workbook, so that no digit is lost. The same record gives the same bytes.

        EXAMPLES
          pfs export FY2026 --as xlsx --output FY2026.xlsx
          pfs export FY2026 --as csv --output figures.csv --language en
          pfs export FY2026.zip --as fhir --output measures.json
          pfs export FY2026 --as html --output statement.html --language en
          pfs export FY2026 --as indigo --output outcomes.json
        """,
        """
        xlsxは値だけのExcelファイルです(金額、全数値と正確な分数、母数の内訳、端数処理、ファイルのハッシュ値)。
        csvは数値の表(表計算ソフトで開いても式になりません)、htmlは印刷用の精算書(どちらの言語でも)、
        fhirは指標のMeasureReport(R4、支払額を除く)です。indigoはINDIGOデータ標準4.1.0のproject(指標・単価・
        結果・支払)で、公表の前に少ない人数の秘匿が必要です。
        どれも集計値で、データの行は含みません。15桁を超える数はExcelで桁が失われないよう文字として書きます。
        同じ記録からは同じ内容になります。

        例
          pfs export FY2026 --as xlsx --output 精算書2026.xlsx
          pfs export FY2026 --as csv --output 数値.csv
          pfs export FY2026.zip --as fhir --output measures.json
          pfs export FY2026 --as html --output 精算書.html
          pfs export FY2026 --as indigo --output outcomes.json
        """))
  }

  @Argument(
    help: ArgumentHelp(
      Interface.words("A bundle, packed or not.", "精算の記録(まとめたものも可)。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      Interface.words(
        "html, xlsx, csv, fhir or indigo.", "html、xlsx、csv、fhir、indigoのいずれか。"), valueName: "form"))
  var form: ExportForm
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      Interface.words("The file to write; it must not exist.", "書き出すファイル(既存のものは不可)。"),
      valueName: "file"),
    completion: .file())
  var output: String
  @OptionGroup var common: CommonOptions

  func execute(_ session: inout Session) throws -> Outcome {
    let record = try RecordedSettlement.open(bundle)
    session.speaks(record.tongue)
    let bytes = try record.exported(form, in: session.tongue)
    session.report(try PlainFile.create(output, bytes: bytes))
    return .done
  }
}
