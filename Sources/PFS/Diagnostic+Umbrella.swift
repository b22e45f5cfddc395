import Contract
import Diagnostics
import Evidence
import Language
import Quantities

/// What can go wrong around a run: files, periods, manifests, names given on the command line.
extension Diagnostic {
  private static func umbrella(
    _ code: String, _ en: String, _ ja: String, severity: Severity = .error, labels: [Label] = [],
    _ remarks: Remark...
  ) -> Diagnostic {
    umbrella(code, en, ja, severity: severity, labels: labels, remarks: remarks)
  }

  private static func umbrella(
    _ code: String, _ en: String, _ ja: String, severity: Severity = .error, labels: [Label] = [],
    remarks: [Remark]
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, headline: Text(en: en, ja: ja), labels: labels,
      remarks: remarks)
  }

  // MARK: - Periods

  static func noPeriod(_ name: PeriodName, of contract: Contract) -> Diagnostic {
    let first = contract.term.start
    let last = contract.term.lastDay
    let periods = contract.periods
    let shown = periods.count > 20 ? periods.prefix(10) + periods.suffix(10) : periods[...]
    let years = shown.map { period in
      Text(
        en: "\(period.name): \(period.days.start) to \(period.days.lastDay)",
        ja: "\(period.name): \(DateText.japanese(period.days.start))から"
          + "\(DateText.japanese(period.days.lastDay))まで")
    }
    let term = Label(
      span: contract.declaration.span,
      text: Text(
        en: "term from \(first) to \(last)",
        ja: "契約期間 \(DateText.japanese(first))から\(DateText.japanese(last))まで"),
      source: contract.source)
    let isDivided = name.number == nil && contract.periods.contains { $0.year == name.year }
    let isYear = name.number == nil || contract.settlement.periodMonths == nil
    return isDivided
      ? umbrella(
        "P901", "the contract settles the year \(name) in several periods",
        "この契約は\(name.japanese)を複数の期に分けて精算します", labels: [term],
        Remark(kind: .help, lines: years))
      : umbrella(
        "P901",
        isYear
          ? "the settlement year \(name) is outside the term of the contract"
          : "the contract has no period \(name)",
        isYear ? "\(name.japanese)は契約期間の外です" : "この契約に\(name.japanese)はありません",
        labels: [term], Remark(kind: .help, lines: years))
  }

  static func unknownPeriod(_ text: String) -> Diagnostic {
    umbrella(
      "P902", "'\(text)' is not a settlement period", "「\(text)」は精算の期間ではありません",
      Remark(
        .rule,
        Text(
          en:
            "a period is the year in which the settlement year begins, such as 2026, and where a year has several 2026-P2",
          ja: "期間は年度の始まる年(例 2026)、年度を期に分ける契約では期の番号を加えて(例 2026-P2)示します")))
  }

  // MARK: - Files

  static func unreadable(_ path: String, reason: Text) -> Diagnostic {
    umbrella("P911", "\(path) cannot be read: \(reason.en)", "\(path)を読めません: \(reason.ja)")
  }

  static func notAFile(_ path: String) -> Diagnostic {
    umbrella("P911", "\(path) is not a file", "\(path)はファイルではありません")
  }

  static func tooLarge(_ path: String, limit: Int) -> Diagnostic {
    umbrella(
      "P912", "\(path) is larger than \(limit >> 20) MiB",
      "\(path)は\(limit >> 20)MiBを超えています")
  }

  static func noVocabulary(_ path: String) -> Diagnostic {
    umbrella(
      "P913", "no vocabulary was found for \(path)", "\(path)の語彙ファイルがありません",
      Remark(
        .help,
        Text(
          en: "write one pair a line ('baseline  開始時') into vocabulary.txt beside the contract,",
          ja: "一行に一組(「baseline  開始時」)を書いたvocabulary.txtを契約の隣に置くか、"),
        Text(en: "or name the file with --vocabulary", ja: "--vocabularyで指定してください")))
  }

  static func unwritable(_ path: String, reason: Text) -> Diagnostic {
    umbrella(
      "P914", "\(path) could not be written: \(reason.en)", "\(path)に書き込めません: \(reason.ja)")
  }

  // MARK: - Reports

  static func notEarlier(_ path: String, _ found: PeriodName, than own: PeriodName) -> Diagnostic {
    umbrella(
      "P971", "\(path) settles \(found), which is not one more period before \(own)",
      "\(path)は\(found.japanese)の精算であり、\(own.japanese)より前の新たな期間ではありません",
      Remark(
        .rule,
        Text(
          en: "a report shows each earlier period once", ja: "報告書には、過去の期間を一度ずつ示します")))
  }

  static func notThePrior(_ path: String, _ found: PeriodName, of own: PeriodName) -> Diagnostic {
    umbrella(
      "P979",
      "\(path) is another settlement of \(found) than the one that \(own) was settled with",
      "\(path)は、\(own.japanese)の精算が用いた\(found.japanese)の精算とは別のものです",
      Remark(
        .help,
        Text(
          en:
            "give the bundle that was given with --prior when \(own) was settled; a corrected one "
            + "changes \(own) as well: 'pfs ledger restate'",
          ja: "\(own.japanese)の精算の際に --prior で指定した記録を指定してください。"
            + "訂正したものは\(own.japanese)の精算も変えます：「pfs ledger restate」")))
  }

  static func recordDiffers(_ path: String) -> Diagnostic {
    umbrella(
      "P972", "the figures of '\(path)' do not follow from the measured ones that it records",
      "「\(path)」の数値が、記録されている測定値から導かれません",
      Remark(
        .help,
        Text(
          en: "'pfs replay' recomputes everything and names the first difference",
          ja: "「pfs replay」はすべてを再計算し、最初の相違を示します")))
  }

  static func notAnAnalysis(_ path: String) -> Diagnostic {
    umbrella(
      "P974", "\(path) is no analysis that a report is made of",
      "\(path)は報告書にできる試算・分析ではありません",
      Remark(
        .help,
        Text(
          en:
            "write it with 'pfs simulate', 'pfs sensitivity' or 'pfs design' and --format json, and leave it as it is",
          ja:
            "pfs simulate、pfs sensitivity、pfs design の --format json で書き出し、変更せずに指定してください")))
  }

  // MARK: - Scenarios

  package static func noPort(_ port: Int) -> Diagnostic {
    umbrella(
      "P973", "the page cannot be served on port \(port) of this machine",
      "この端末のポート\(port)でページを開けません",
      Remark(
        .help,
        Text(
          en: "another program may have it; without --port one that is free is taken",
          ja: "ほかのプログラムが使っている場合があります。--portを指定しなければ空いているものを使います")))
  }

  // MARK: - Ledger

  static func notReplayed(_ path: String, _ lines: [Text]) -> Diagnostic {
    umbrella(
      "P961", "the bundle '\(path)' does not recompute to the same bytes; nothing was made of it",
      "記録「\(path)」を再計算しても一致しません。何も作成していません",
      Remark(kind: .data, lines: Array(lines.prefix(20))))
  }

  static func notTheRecordedBundle(_ path: String) -> Diagnostic {
    umbrella(
      "P962", "'\(path)' is not the bundle that the ledger records for its period",
      "「\(path)」は、台帳がその年度について記録している精算の記録ではありません")
  }

  static func laterOutputMissing() -> Diagnostic {
    umbrella(
      "P963", "where the later periods are settled again is not given",
      "後の年度を再精算した記録の出力先がありません",
      Remark(.help, Text(en: "name a directory with --output", ja: "--outputでディレクトリを指定してください")))
  }

  static func accountsUnreadable(_ path: String, line: Int) -> Diagnostic {
    umbrella(
      "P964", "\(path): line \(line) has no kind of account that is known",
      "\(path)の\(line)行目: 預金種目が読み取れません",
      Remark(
        .rule,
        Text(
          en: "the kind is ordinary, current or savings (or 普通, 当座, 貯蓄, 1, 2, 4)",
          ja: "預金種目は、普通・当座・貯蓄(又は1・2・4、ordinary・current・savings)です")))
  }

  static func noPayee(_ contract: String, in path: String) -> Diagnostic {
    umbrella(
      "P965", "\(path) has no single account for the contract '\(contract)'",
      "\(path)に契約「\(contract)」の口座が一つに定まりません")
  }

  static func severalAccounts(_ owner: String, _ path: String, lines: [Int]) -> Diagnostic {
    let list = lines.map(String.init)
    return umbrella(
      "P965", "\(path) has several accounts for '\(owner)': lines \(list.joined(separator: ", "))",
      "\(path)に「\(owner)」の口座が複数あります: \(list.joined(separator: "、"))行目",
      Remark(
        .help,
        Text(
          en:
            "keep the line of the account that is paid to; the old one stands in the file that was signed before",
          ja: "支払先とする口座の行だけを残してください。以前の口座は、先に署名したファイルに残ります")))
  }

  static func onePayer(_ path: String) -> Diagnostic {
    umbrella(
      "P965", "\(path) must name one payer", "\(path)の委託者は一つでなければなりません")
  }

  static func unusableKey(_ path: String) -> Diagnostic {
    umbrella(
      "P967", "'\(path)' is no key that can be used", "「\(path)」は鍵として使えません",
      Remark(
        .rule,
        Text(
          en:
            "a key is a file of 32 to 1,024 random bytes that only its owner may read (mode 0600)",
          ja: "鍵は、所有者だけが読める(権限0600)、32〜1,024バイトの無作為なファイルです")),
      Remark(
        .help,
        Text(
          en: "(umask 077; head -c 32 /dev/urandom > key), a new one for each recipient",
          ja: "(umask 077; head -c 32 /dev/urandom > 鍵) を、渡す相手ごとに作成してください")))
  }

  static func namedByPersons(_ path: String, _ figures: [String]) -> Diagnostic {
    umbrella(
      "P980",
      "'\(path)' has no edition with pseudonyms: \(figures.joined(separator: ", ")) names its figures by ids",
      "「\(path)」から仮名化した版は作成できません。\(figures.joined(separator: "、"))の数値の名称が識別番号です",
      Remark(
        .why,
        Text(
          en:
            "the figure is divided by the key of a table that a population is drawn from; the ids would stand in "
            + "clear in the settlement and the statement",
          ja: "母集団となる表のキーで区分した数値であり、識別番号が精算と精算書にそのまま残ります")),
      Remark(
        .help,
        Text(
          en: "divide the figure by something else than persons, such as where they live",
          ja: "住所など、個人以外の項目で区分してください")))
  }

  static func editionDiffers(_ path: String) -> Diagnostic {
    umbrella(
      "P968", "with pseudonyms '\(path)' would not recompute to its figures",
      "仮名に置き換えると、「\(path)」と同じ数値になりません",
      Remark(
        .why,
        Text(
          en:
            "a figure depends on an id itself, such as the order of ids that decides between equal matches",
          ja: "同順位の対応付けの順序など、識別番号そのものに依存する数値があります")))
  }

  static func publicEdition(_ path: String) -> Diagnostic {
    umbrella(
      "P969", "'\(path)' is an edition for the public, without the records of its figures",
      "「\(path)」は公表用の版で、数値の基礎となる記録を含みません",
      Remark(
        .help,
        Text(
          en: "its bag-info.txt names the full record; the client has it",
          ja: "完全な記録はbag-info.txtに示されており、発注者が保管しています")))
  }

  static func earlierEditionsMissing(_ path: String, _ periods: [String]) -> Diagnostic {
    umbrella(
      "P981",
      "'\(path)' takes off what earlier periods were paid, and their public editions are not given",
      "「\(path)」は以前の期の支払を控除しますが、その公表用の版が指定されていません",
      Remark(
        .why,
        Text(
          en: "what is due, and with it the few persons who came since, is a difference from them: "
            + periods.joined(separator: ", "),
          ja: "差引支払額とその間に加わった少人数は、次の期との差から分かります："
            + periods.joined(separator: "、"))),
      Remark(
        .help,
        Text(
          en: "give the public edition of each of them with --published",
          ja: "それぞれの公表用の版を --published で指定してください")))
  }

  static func untranslatable(_ path: String) -> Diagnostic {
    umbrella(
      "P983", "'\(path)' cannot be shown in the other language",
      "「\(path)」は、もう一方の言語では示せません",
      Remark(
        .rule,
        Text(
          en:
            "a page is in one language; names and titles are translated by the vocabulary that was settled with "
            + "the contract",
          ja: "一つの書面は一つの言語で示します。名前と題名は、契約とともに精算した語彙表で訳します")),
      Remark(
        .help,
        Text(
          en:
            "take the language of the contract, or settle with a vocabulary.txt that has every name",
          ja: "契約の言語で作成するか、すべての名前を載せたvocabulary.txtを添えて精算してください")))
  }

  static func threshold(_ threshold: Int?, _ width: Int, contract least: Int?) -> Diagnostic {
    let rule =
      least.map {
        Text(
          en: "the contract publishes numbers of at least \($0) persons",
          ja: "契約は\($0)人以上の数を公表すると定めています")
      } ?? Text(en: "the contract does not say", ja: "契約には定めがありません")
    let asked = threshold.map { Text(en: "--threshold \($0)", ja: "--threshold \($0)") }
    return umbrella(
      "P982",
      "from how many persons a number is published is not stated, or less than the contract says",
      "公表する最少人数が示されていないか、契約の定めを下回ります",
      Remark(.rule, rule),
      Remark(
        .help,
        Text(
          en: "state --threshold, no less than the contract says, and --width from 2 to below it"
            + (asked.map { "; given: \($0.en) --width \(width)" } ?? ""),
          ja: "--thresholdを契約の定め以上で、--widthを2以上threshold未満で指定してください"
            + (asked.map { "(指定: \($0.ja) --width \(width))" } ?? ""))))
  }

  static func unprotected(
    _ path: String, _ numbers: [Text], published: [String]
  ) -> Diagnostic {
    umbrella(
      "P970", "small numbers of persons follow from what is published of '\(path)' anyway",
      "「\(path)」について必ず公表される数値から、少人数の数が逆算できます",
      Remark(kind: .data, lines: Array(numbers.prefix(20))),
      list(published, "published anyway", "必ず公表される数値"),
      Remark(
        .help,
        Text(
          en: "publish several periods together, or let fewer values remain possible with --width",
          ja: "複数の期間をまとめて公表するか、--widthで残す値の数を減らしてください")))
  }

  static func publishedLanguage(_ path: String) -> Diagnostic {
    umbrella(
      "P953", "'\(path)' was published from the text of the contract in the other language",
      "「\(path)」は、もう一方の言語の契約による公表です",
      Remark(
        .rule,
        Text(
          en: "figures are compared by their names; settle from the text that was published before",
          ja: "数値は名前で比べます。前回の公表と同じ言語の契約で精算した記録を用います")))
  }

  static func noPublicFigures(_ path: String) -> Diagnostic {
    umbrella(
      "P969", "'\(path)' is not an edition for the public", "「\(path)」は公表用の版ではありません",
      Remark(
        .help,
        Text(
          en: "--published names what 'pfs edition --public' wrote",
          ja: "--publishedには「pfs edition --public」が書き出した版を指定します")))
  }

  /// Takes away what killed runs left beside an output, and says so; nothing if there was nothing.
  static func removedLeftovers(beside output: String) -> [Diagnostic] {
    removed(Leftovers.remove(beside: output))
  }

  /// Says what was taken away; nothing if there was nothing.
  static func removed(_ names: [String]) -> [Diagnostic] {
    guard !names.isEmpty else { return [] }
    return [
      umbrella(
        "P966", "removed what an interrupted run left: \(names.joined(separator: ", "))",
        "中断した実行が残したものを削除しました: \(names.joined(separator: "、"))", severity: .warning)
    ]
  }

  // MARK: - Scenarios

  static func noScenario(_ name: String, known: [String]) -> Diagnostic {
    umbrella(
      "P921", "the contract has no scenario \"\(name)\"", "契約に試算「\(name)」はありません",
      remarks: nearest(to: name, known)
        + [list(known, "scenarios of the contract", "契約にある試算")])
  }

  static func notAnAssumption(_ text: String) -> Diagnostic {
    umbrella(
      "P922", "'\(text)' is not an assumption", "「\(text)」は仮定として読めません",
      Remark(
        .rule,
        Text(
          en: "an assumption is 'NAME = VALUE' with its unit, on one line",
          ja: "仮定は「名前 = 値」の形で、単位を付けて一行に書きます")))
  }

  static func assumedTwice(_ text: String) -> Diagnostic {
    umbrella(
      "P923", "a figure is assumed twice; the second time by '\(text)'",
      "同じ数値を二度仮定しています(二度目は「\(text)」)")
  }

  /// - Parameter example: an effect on the figure that is named, in its unit; nil if none is.
  static func notAnEffect(_ text: String, figures: [String], example: Text?) -> Diagnostic {
    umbrella(
      "P924", "'\(text)' is not an effect on a measured figure",
      "「\(text)」は測定する数値への効果として読めません",
      Remark(
        .rule,
        Text(
          en: "an effect is 'NAME = +SHIFT ± DEVIATION', each with the unit of the figure",
          ja: "効果は「名前 = +変化 ± 標準偏差」の形で、それぞれに数値の単位を付けて書きます")),
      example.map { example in
        Remark(.help, Text(en: "such as '\(example.en)'", ja: "例: 「\(example.ja)」"))
      } ?? list(figures, "measured figures of the contract", "契約の測定する数値"))
  }

  static func notAnEnrolment(_ text: String) -> Diagnostic {
    umbrella(
      "P929", "'\(text)' is not a number of participants", "「\(text)」は参加者数として読めません",
      Remark(
        .rule,
        Text(
          en:
            "an enrolment is a number such as 500, or a percentage of those on record such as 150%",
          ja: "参加者数は500のような人数か、記録にある人数に対する150%のような割合です")))
  }

  static func notAnAttrition(_ text: String, tables: [String]) -> Diagnostic {
    umbrella(
      "P929", "'\(text)' is not an attrition", "「\(text)」は脱落の仮定として読めません",
      Remark(
        .rule,
        Text(
          en:
            "an attrition is 'TABLE=RATE', 'TABLE CODE=RATE' or 'TABLE COLUMN=RATE', with a rate such as 10 percent",
          ja: "脱落は「表=割合」「表 区分=割合」「表 列=割合」の形で書きます(割合は10%など)")),
      list(tables, "tables of the contract", "契約の表"))
  }

  static func notAPower(_ text: String) -> Diagnostic {
    umbrella(
      "P930", "'\(text)' is not a power", "「\(text)」は検出力として読めません",
      Remark(
        .rule,
        Text(
          en: "a power is a probability above 0 and below 1, such as 80%",
          ja: "検出力は0より大きく1より小さい確率です(80%など)")))
  }

  static func notABreakEven(_ text: String, figures: [String]) -> Diagnostic {
    umbrella(
      "P930", "'\(text)' is not a break-even", "「\(text)」は損益分岐点として読めません",
      Remark(
        .rule,
        Text(
          en: "a break-even is 'NAME=AMOUNT', with tax, or 'NAME=next' for a higher row",
          ja: "損益分岐点は「名前=額」(税込み)、または上の段について「名前=次の段」の形で書きます")),
      list(figures, "measured figures of the contract", "契約の測定する数値"))
  }

  static func notAnEarlierPeriod(_ first: PeriodName, than last: PeriodName) -> Diagnostic {
    umbrella(
      "P939", "no periods from \(first) to \(last)", "\(first)から\(last)までの期間がありません",
      Remark(
        .help,
        Text(
          en: "--from names a period of the contract, not later than the one that is asked for",
          ja: "--fromには、試算する期間より後でない、契約の期間を指定してください")))
  }

  static func notAnAmount(_ text: String) -> Diagnostic {
    umbrella(
      "P938", "'\(text)' is not an amount", "「\(text)」は額として読めません",
      Remark(
        .rule,
        Text(
          en: "an amount is a number without its currency, such as 20,000,000",
          ja: "額は20,000,000のように、通貨を付けない数で書きます")))
  }

  static func notASweep(_ text: String) -> Diagnostic {
    umbrella(
      "P926", "'\(text)' is not a range of an assumption", "「\(text)」は仮定の範囲として読めません",
      Remark(
        .rule,
        Text(
          en: "a sweep is 'NAME=LOW..HIGH UNIT step STEP', with LOW not above HIGH",
          ja: "範囲は「名前=下限..上限 単位 刻み 幅」の形で書き、下限は上限を超えません")))
  }

  static func stepTooFine(_ name: String, decimals: Int) -> Diagnostic {
    umbrella(
      "P926", "the step of '\(name)' is finer than the figure is recorded",
      "「\(name)」の刻みは、数値を記録する桁より細かいものです",
      Remark(
        .rule,
        Text(
          en: "decimals of the figure: \(decimals); between its values there is nothing",
          ja: "この数値は小数\(decimals)桁で記録するため、その間の値はありません")))
  }

  static func tooManyCells(_ count: Int, most: Int) -> Diagnostic {
    umbrella(
      "P927", "a sweep has one or two parameters and at most \(most) combinations",
      "範囲は一つか二つで、組合せは\(most)までです",
      Remark(.note, Text(en: "these are \(count)", ja: "この範囲では\(count)です")))
  }

  static func designMeasures(_ text: String) -> Diagnostic {
    umbrella(
      "P937", "'\(text)' changes what is measured", "「\(text)」は測定するものを変えます",
      Remark(
        .rule,
        Text(
          en: "a design moves thresholds, prices and limits, on the same measured figures",
          ja: "設計では、同じ測定値のもとで、基準値・単価・上限を動かします")))
  }

  static func tooManyValues(_ text: String, most: Int) -> Diagnostic {
    umbrella(
      "P927", "'\(text)' has more than \(most) values", "「\(text)」の値が\(most)を超えます",
      Remark(.help, Text(en: "take a larger step", ja: "刻みを大きくしてください")))
  }

  static func noCell(_ texts: [String]) -> Diagnostic {
    let list = texts.map { "'\($0)'" }.joined(separator: " and ")
    let listed = texts.map { "「\($0)」" }.joined(separator: "と")
    return umbrella(
      "P928", "the contract holds with no combination of \(list)",
      "\(listed)のどの組合せでも契約が成り立ちません")
  }

  static func noReplicate(_ number: Int) -> Diagnostic {
    umbrella(
      "P925", "replicate \(number) has no settlement: a figure has nobody to be measured on",
      "\(number)番の再抽出は精算できません。対象者のいない数値があります")
  }

  // MARK: - Reported figures

  static func reportedFigure(_ name: String, at place: String, known: [String]) -> Diagnostic {
    umbrella(
      "P931", "\(place) reports '\(name)', which the contract does not take from a report",
      "\(place)の「\(name)」は、契約が報告値として用いる指標ではありません",
      list(known, "reported figures of the contract", "契約が報告値とする指標"),
      Remark(
        .help,
        Text(
          en: "if it is another contract's, name that contract in a column 'contract'",
          ja: "別の契約の報告値であれば、列「契約」にその契約の名前を書きます")))
  }

  static func reportedTwice(_ name: String, at place: String) -> Diagnostic {
    umbrella(
      "P932", "\(place) reports '\(name)' twice", "\(place)に「\(name)」が二度あります",
      Remark(.help, Text(en: "keep the one that counts", ja: "正しい方だけを残してください")))
  }

  static func reportedUnit(
    _ name: String, at place: String, given: String, expected: Text
  ) -> Diagnostic {
    umbrella(
      "P933", "\(place) gives '\(name)' in '\(given)', not in \(expected.en)",
      "\(place)の「\(name)」の単位は「\(given)」ですが、契約では\(expected.ja)です")
  }

  static func reportedWithoutValue(
    _ name: String, at place: String, grades: [String]
  ) -> Diagnostic {
    grades.isEmpty
      ? umbrella(
        "P935", "\(place) gives no value for '\(name)'", "\(place)の「\(name)」に値がありません")
      : umbrella(
        "P935", "\(place) gives none of the grades of '\(name)' in the column 'grade'",
        "\(place)の「\(name)」の「評定」の列に、定められた評語がありません",
        list(grades, "its grades", "評語"))
  }

  static func reportedOutside(_ name: String, at place: String, range: Text) -> Diagnostic {
    umbrella(
      "P936", "\(place) gives a value for '\(name)' outside its range, \(range.en)",
      "\(place)の「\(name)」の値が、定められた範囲(\(range.ja))の外です")
  }

  static func reportedNotWhole(
    _ name: String, at place: String, unit: Text, isMoney: Bool
  ) -> Diagnostic {
    isMoney
      ? umbrella(
        "P934", "\(place) gives '\(name)' with a fraction of the smallest amount of \(unit.en)",
        "\(place)の「\(name)」に\(unit.ja)の最小単位未満の端数があります")
      : umbrella(
        "P934", "\(place) gives '\(name)', a count of \(unit.en), below zero or with a fraction",
        "\(place)の「\(name)」(単位 \(unit.ja))が0以上の整数ではありません")
  }

  // MARK: - Batches

  static func manifestEmpty(_ path: String) -> Diagnostic {
    umbrella("P942", "\(path) lists no settlement", "\(path)に精算がありません")
  }

  static func outputTwice(_ output: String, in path: String, lines: [Int]) -> Diagnostic {
    umbrella(
      "P943",
      "\(path) gives the output \(output) to lines "
        + lines.map(String.init).joined(separator: ", "),
      "\(path)の" + lines.map { "\($0)行目" }.joined(separator: "・") + "の出力先が同じ\(output)です")
  }

  // MARK: - Bundles

  static func noFigure(_ name: String, known: [String]) -> Diagnostic {
    umbrella(
      "P951", "the settlement has no figure '\(name)'", "精算に「\(name)」という数値はありません",
      remarks: nearest(to: name, known) + [list(known, "its figures", "精算の数値")])
  }

  static func noSubject(_ name: String, codes: [String]) -> Diagnostic {
    umbrella(
      "P957", "'\(name)' is neither a bundle nor a code",
      "「\(name)」は精算の記録でもコードでもありません",
      remarks: nearest(to: name.uppercased(), codes)
        + [
          Remark(
            .rule,
            Text(
              en: "a bundle is the directory that 'pfs settle --output' wrote; a code is like U201",
              ja: "精算の記録とは pfs settle --output が書き出したディレクトリ、コードとは U201 などです"))
        ])
  }

  static func otherContract(_ path: String, _ found: String, expected: String) -> Diagnostic {
    umbrella(
      "P953", "\(path) settles '\(found)', not '\(expected)'",
      "\(path)は「\(found)」の精算であり、「\(expected)」のものではありません",
      Remark(
        .rule,
        Text(
          en: "earlier settlements are those of the same contract",
          ja: "過去の精算は、同じ契約のものを用います")))
  }

  static func priorSuspended(_ path: String) -> Diagnostic {
    umbrella(
      "P954", "\(path) is suspended and has no payable amount",
      "\(path)は精算が保留中であり、支払額がありません")
  }

  static func otherPeriod(_ path: String, _ found: String, expected: String) -> Diagnostic {
    umbrella(
      "P958", "\(path) settles \(found), not \(expected)",
      "\(path)は\(expected)年度ではなく\(found)年度の精算です",
      Remark(
        .rule,
        Text(
          en: "two settlements of one period are compared", ja: "同じ年度の二つの精算を比べます")))
  }

  static func damaged(_ path: String, _ damages: [Text]) -> Diagnostic {
    umbrella(
      "P955", "the bundle \(path) is damaged", "精算の記録\(path)が破損しています",
      Remark(kind: .note, lines: damages))
  }

  static func priorLanguage(_ path: String, _ tongue: Tongue) -> Diagnostic {
    let name = tongue == .en ? Text(en: "English", ja: "英語") : Text(en: "Japanese", ja: "日本語")
    return umbrella(
      "P956", "\(path) was settled from the \(name.en) text of the contract",
      "\(path)は\(name.ja)の契約による精算です", severity: .warning,
      Remark(
        .note,
        Text(
          en: "its amounts are used as recorded; nothing compares the two texts",
          ja: "金額は記録のまま用います。両言語の契約の同一性は確かめていません")))
  }

  static func priorNamesUnpaired(_ path: String, _ names: [String]) -> Diagnostic {
    umbrella(
      "P959", "\(path) was settled from the text in the other language, and names have no pair",
      "\(path)は別の言語の契約による精算ですが、対応する名前がありません",
      Remark(
        .note,
        Text(
          en: "a limit over several settlements counts amounts recorded under: "
            + names.joined(separator: ", "),
          ja: "複数の精算にわたる限度が、次の名前の記録額を数えます：" + names.joined(separator: "、"))),
      Remark(
        .help,
        Text(
          en: "add the names of both languages to the vocabulary beside the contract",
          ja: "契約と並ぶ語彙ファイルに両言語の名前を加えてください")))
  }

  static func priorShareNotFound(
    _ path: String, _ share: String, _ recorded: [String]
  ) -> Diagnostic {
    umbrella(
      "P960", "the limit of \"\(share)\" counts nothing of \(path)",
      "「\(share)」の限度は\(path)の額を数えません", severity: .warning,
      Remark(
        .note,
        Text(
          en: "that settlement records other shares: " + recorded.joined(separator: ", "),
          ja: "その精算の負担者は次のとおりです：" + recorded.joined(separator: "、"))),
      Remark(
        .help,
        Text(
          en: "if one of them is the same party, keep its name in the contract: the limit then "
            + "counts it; if the party is new, nothing needs to be done",
          ja: "同じ負担者であれば、契約で同じ名前を用いてください。限度が過去の額を数えます。"
            + "新しい負担者であれば、このままで構いません")))
  }

  // MARK: - Faults

  static func unexpected(_ kind: String) -> Diagnostic {
    umbrella(
      "P999", "an error that should not happen: \(kind)", "起きるはずのない誤り: \(kind)",
      severity: .internal)
  }

  /// The known name that was probably meant.
  private static func nearest(to name: String, _ known: [String]) -> [Remark] {
    Similarity.nearest(to: name, among: known).map {
      [Remark(.help, Text(en: "did you mean '\($0)'?", ja: "「\($0)」ではありませんか"))]
    } ?? []
  }

  private static func list(_ names: [String], _ en: String, _ ja: String) -> Remark {
    guard !names.isEmpty else {
      return Remark(.note, Text(en: "\(en): none", ja: "\(ja): なし"))
    }
    let shown = names.prefix(20)
    let isCut = names.count > shown.count
    return Remark(
      .help,
      Text(
        en: "\(en): " + shown.joined(separator: ", ") + (isCut ? ", …" : ""),
        ja: "\(ja): " + shown.joined(separator: "、") + (isCut ? "…" : "")))
  }
}
