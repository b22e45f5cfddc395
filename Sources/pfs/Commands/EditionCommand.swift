import ArgumentParser
import PFS

/// `pfs edition`
struct EditionCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "edition",
      abstract: Interface.words(
        "Writes a bundle for other readers: with pseudonyms, or for the public.",
        "精算の記録から、仮名化した版または公表用の版を作成します。"),
      discussion: Interface.words(
        """
        --pseudonymous: every id is replaced by its HMAC-SHA-256 under the key, rows are put in order of their \
        pseudonyms, and columns that no rule of the contract reads and rows that reading refused are left out. Every other \
        row is there, of persons outside every population too: the settlement counts them. Of the reported figures those of \
        the contract and the period are there, with their evidence texts in clear. It \
        recomputes to the same figures. The columns that stay in clear (dates, measurements, lists that the contract \
        declares, codes that it spells, reported figures) are printed: it is pseudonymous, not anonymous. A settlement \
        with figures that are divided by the ids of a population's rows has no such edition. Give each recipient an edition with a key of its own, and keep the keys.

        --public: the contract and its figures, without any record, row number or id. Numbers of fewer persons \
        than --threshold are withheld, and so is everything from which one could be computed: by the contract's \
        prices and tables from a payment, as a difference of two numbers, or by comparison with the editions that \
        are named with --published. What the contract says of the threshold (publish  at least 10 persons) holds without the \
        option; --threshold may ask for more. For each of them at least --width values remain possible; that is shown by \
        settling again with other numbers. total, tax, payable and due are taken to be known to everybody; name \
        other figures that are published anyway with --known. If a small number follows from these alone, \
        nothing is written and the exit code is 1. A municipality of 25,000 or more commonly takes 10.

        EXAMPLES
          pfs edition FY2026 --public --threshold 10 --width 5 --output FY2026-public
          pfs edition FY2026-corrected --public --threshold 10 --width 5 --known base_fee \\
            --published FY2026-public --output FY2026-corrected-public
          (umask 077; head -c 32 /dev/urandom > university.key)
          pfs edition FY2026 --pseudonymous university.key --output FY2026-university
          pfs replay FY2026-university
        """,
        """
        --pseudonymous: 識別番号を鍵付きハッシュ(HMAC-SHA-256)に置き換え、行を仮名の順に並べ、契約の規定が読まない列と
        読込み時に除いた行を除きます。それ以外の行は、どの母集団にも入らない人の行も、精算が件数を数えるため残ります。
        報告値は、この契約・この期間のものだけを、資料の記載とともにそのまま残します。
        同じ数値を再計算できます。そのまま残る列(日付、測定値、契約の定める区分、契約に
        綴りのある符号、報告値)は表示します。母集団の行の識別番号で区分した数値のある精算からは作成できません。仮名化であって匿名化ではありません。渡す相手ごとに別の鍵で作成し、鍵は保管してください。

        --public: 契約と数値だけを含み、記録・行番号・識別番号を含みません。--threshold 未満の人数・件数は秘匿し
        (契約に「公表  10人以上」のような定めがあれば指定は不要で、より厳しい値だけを指定できます)、
        そこから逆算できる数値(契約の単価や表による支払額、二つの数の差、--published で示す過去の公表との差)も
        秘匿します。秘匿した数のそれぞれに --width 通り以上の値が残ることを、別の数で精算し直して確かめます。
        合計・消費税・支払額・差引支払額は誰もが知るものとみなします。ほかに公表されるものは --known で挙げます。
        それだけから少人数の数が逆算できるときは、何も書き出さず終了コード1です。
        人口2万5千人以上の市町村では10が一般的です。

        例
          pfs edition FY2026 --public --threshold 10 --width 5 --output FY2026-公表
          pfs edition FY2026-訂正 --public --threshold 10 --width 5 --known 基本委託料 \\
            --published FY2026-公表 --output FY2026-訂正-公表
          (umask 077; head -c 32 /dev/urandom > 大学.key)
          pfs edition FY2026 --pseudonymous 大学.key --output FY2026-大学
          pfs replay FY2026-大学
        """))
  }

  @Argument(
    help: ArgumentHelp(Interface.words("A bundle.", "精算の記録。"), valueName: "bundle"),
    completion: .directory)
  var bundle: String
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "With pseudonyms: the file of the key, 32 to 1,024 random bytes.",
        "仮名化した版。鍵のファイル(32〜1,024バイトの乱数)を指定します。"),
      valueName: "file"), completion: .file())
  var pseudonymous: String?
  @Flag(
    name: .customLong("public"), help: ArgumentHelp(Interface.words("For the public.", "公表用の版。")))
  var isPublic = false
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "Numbers of 1 to fewer than so many persons are withheld.", "1人以上この人数未満の数を秘匿します。"),
      valueName: "persons"))
  var threshold: Int?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "So many values must remain possible for each of them, at least 2.",
        "秘匿した数のそれぞれに残す値の数(2以上)。"), valueName: "values"))
  var width: Int?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Figures that are published anyway, by name.", "ほかで公表される数値の名前。"), valueName: "figure"))
  var known: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "Earlier public editions of the contract.", "同じ契約の過去の公表用の版。"), valueName: "edition"),
    completion: .directory)
  var published: [String] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      Interface.words(
        "The directory to write, which must not exist or be empty.",
        "書き出すディレクトリ(存在しないか空のもの)。"), valueName: "directory"),
    completion: .directory)
  var output: String
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if isPublic == (pseudonymous != nil) {
      throw ValidationError(
        Interface.words(
          "Give either --pseudonymous or --public.",
          "--pseudonymousと--publicのどちらか一方を指定してください。"))
    }
    let isStated = threshold != nil || width != nil || !known.isEmpty || !published.isEmpty
    if !isPublic && isStated {
      throw ValidationError(
        Interface.words(
          "--threshold, --width, --known and --published belong to --public.",
          "--threshold・--width・--known・--publishedは--publicとともに指定します。"))
    }
    let isRule = threshold.map { DisclosureControl.Rule(threshold: $0, width: width ?? 0) != nil }
    if isPublic && (width == nil || isRule == false) {
      throw ValidationError(
        Interface.words(
          "State with --public how many values must remain possible and, unless the contract does, from how many "
            + "persons a number is published: --threshold 10 --width 5, width from 2 to below the threshold.",
          "--publicには、残す値の数と、契約に定めがなければ公表する最少人数を指定してください"
            + "(例 --threshold 10 --width 5。widthは2以上threshold未満)。"))
    }
  }

  func execute(_ session: inout Session) throws -> Outcome {
    if let tongue = RecordedSettlement.tongue(of: bundle) { session.speaks(tongue) }
    if let pseudonymous {
      let written = try PseudonymousEdition.write(bundle, key: pseudonymous, to: output)
      session.report(written.warnings)
      let lines = written.clear.map { table in
        let columns = table.columns.joined(separator: session.tongue(", ", "、"))
        return MarkedText.visible(
          session.tongue("in clear: ", "そのまま: ") + "\(table.table): \(columns)") + "\n"
      }
      try session.print(lines.joined())
    } else if let width {
      session.report(
        try PublicEdition.write(
          bundle, threshold: threshold, width: width, known: known, published: published, to: output
        ))
    }
    return .done
  }
}
