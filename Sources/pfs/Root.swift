import ArgumentParser
import PFS

/// `pfs`
struct Root: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pfs",
      abstract: Interface.words(
        "Settles outcome-based contracts: contract text, records, indicators, yen, replay.",
        "成果連動型民間委託契約の精算: 契約本文、記録、指標、円、再計算。"),
      discussion: Interface.words(
        """
        EXAMPLES
          pfs new > contract.en.pfs
          pfs check contract.en.pfs
          pfs settle contract.en.pfs --data records --period 2026 --output FY2026
          pfs explain FY2026 due
          pfs replay FY2026

        EXIT CODES
          0 done   1 the contract or the data was refused   2 usage   3 the contract stops the settlement
          4 input/output   5 a replay differs   70 internal

        Shell completion: pfs --generate-completion-script bash (or zsh, fish)
        """,
        """
        例
          pfs new --language ja > contract.ja.pfs
          pfs check contract.ja.pfs
          pfs settle contract.ja.pfs --data 記録 --period 2026 --output FY2026
          pfs explain FY2026
          pfs replay FY2026

        終了コード
          0 完了   1 契約またはデータの不備   2 使い方の誤り   3 契約の定めによる精算の中止
          4 入出力   5 再計算との相違   70 内部エラー

        シェルの補完: pfs --generate-completion-script bash (zsh、fishも可)
        """),
      version: "pfs \(Umbrella.version)",
      subcommands: [
        CheckCommand.self, TestCommand.self, FormatCommand.self, TranslateCommand.self,
        NewCommand.self,
        DataCommand.self, SettleCommand.self, BatchCommand.self, ReportCommand.self,
        ExplainCommand.self,
        ReplayCommand.self, VerifyCommand.self, DiffCommand.self, PackCommand.self,
        ExportCommand.self,
        EditionCommand.self, StampCommand.self,
        LedgerCommand.self,
        ScenarioCommand.self, SimulateCommand.self, SensitivityCommand.self, DesignCommand.self,
        ServeCommand.self,
        LanguageServerCommand.self, WordsCommand.self,
      ])
  }
}
