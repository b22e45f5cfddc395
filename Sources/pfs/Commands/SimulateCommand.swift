import ArgumentParser
import PFS

/// From what replicates are drawn.
struct DrawOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The number that fixes the draws; the same seed draws the same.",
        "抽出を定める数。同じ数からは同じ抽出になります。"), valueName: "number"))
  var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The table whose rows are drawn one by one. Without it the table of participants, or the clusters of the contract's estimates.",
        "一行ずつ抽出する表。指定がなければ参加者の表、または契約の推定が集積する単位ごとに抽出します。"), valueName: "table"))
  var units: String?

  func question(_ replicates: Int) -> SimulationQuestion {
    var question = SimulationQuestion(replicates: replicates, seed: seed)
    question.participants = units
    return question
  }

  /// Refuses a number of replicates that cannot be drawn.
  static func check(_ replicates: Int) throws {
    if replicates < 1 || replicates > 1_000_000 {
      throw ValidationError(
        Interface.words(
          "--replicates is from 1 to 1,000,000.", "--replicatesは1から1,000,000までです。"))
    }
  }
}

/// What all commands that resample participants take.
struct ResamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "How many replicates are drawn; 10,000 if nothing is said.",
        "反復の回数。指定がなければ10,000回。"), valueName: "number"))
  var replicates: Int?
  @OptionGroup var draws: DrawOptions
  @Option(
    help: ArgumentHelp(
      Interface.words("An assumption; may be given several times.", "仮定(複数指定できます)。"),
      valueName: "name=value"))
  var set: [String] = []

  private var count: Int { replicates ?? 10_000 }

  func check() throws { try DrawOptions.check(count) }

  var question: SimulationQuestion {
    var question = draws.question(count)
    question.assumptions = set
    return question
  }
}

/// What is assumed of the participants that are drawn.
struct AssumedSamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "An assumed change of a measured figure, with a normal standard deviation; may be given several times.",
        "測定する数値の変化の仮定(標準偏差を付けられます。複数指定できます)。"),
      valueName: "name=+shift±deviation"))
  var effect: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "How many participants are drawn: a number, or a percentage of those on record. Without it as many as there are.",
        "抽出する参加者数(人数、または記録にある人数に対する割合)。指定がなければ記録と同じ人数。"),
      valueName: "number|percent"))
  var enrolment: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The share of those drawn who lose their rows of a table, or their cells of a column, before the measurement.",
        "抽出した参加者のうち、測定の前に表の行または列の値が失われる割合。"),
      valueName: "table=rate"))
  var attrition: String?

  func question(_ resampling: ResamplingOptions) -> SimulationQuestion {
    var question = resampling.question
    question.effects = effect
    question.enrolment = enrolment
    question.attrition = attrition
    return question
  }
}

/// `pfs simulate`
struct SimulateCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "simulate",
      abstract: Interface.words(
        "Shows how sure each payment is, by drawing the participants again.",
        "参加者の再抽出により、支払額の確からしさを示します(試算)。"),
      discussion: Interface.words(
        """
        As many participants as there are are drawn with replacement, each with all rows that refer to him, \
        and every replicate is settled exactly. A simulation settles nothing and is not recorded; the same \
        seed gives the same figures, and --replicate recomputes one of them alone.

        EXAMPLES
          pfs simulate contract.en.pfs --data records --period 2026
          pfs simulate contract.en.pfs --data records --period 2026 \\
            --replicates 2000 --seed 7 --budget 20,000,000
          pfs simulate contract.en.pfs --data records --period 2026 \\
            --effect 'attendance=+3.0 percent ± 1.0 percent'
          pfs simulate contract.en.pfs --data records --period 2026 \\
            --enrolment 150% --attrition 'health followup=10 percent'
          pfs simulate contract.en.pfs --data records --period 2026 \\
            --effect 'attendance=+3.0 percent' --participants 500 1,000 2,000 --power 80%
          pfs simulate contract.en.pfs --data records --period 2026 \\
            --break-even 'attendance=20,000,000 yen'
          pfs simulate contract.en.pfs --data records --period 2026 --format csv > replicates.csv
          pfs simulate contract.en.pfs --data records --period 2026 --replicate 17
        """,
        """
        参加者を、それを参照するすべての行とともに、もとと同じ人数だけ復元抽出し、反復ごとに正確に精算します。
        試算は精算ではなく、記録もされません。同じシードからは同じ数値になり、--replicateで一回分だけを再計算できます。

        例
          pfs simulate contract.ja.pfs --data 記録 --period 2026
          pfs simulate contract.ja.pfs --data 記録 --period 2026 \\
            --replicates 2000 --seed 7 --budget 20,000,000
          pfs simulate contract.ja.pfs --data 記録 --period 2026 \\
            --effect '継続率=+3.0% ± 1.0%'
          pfs simulate contract.ja.pfs --data 記録 --period 2026 \\
            --enrolment 150% --attrition '健診 終了時=10%'
          pfs simulate contract.ja.pfs --data 記録 --period 2026 \\
            --effect '継続率=+3.0%' --participants 500 1,000 2,000 --power 80%
          pfs simulate contract.ja.pfs --data 記録 --period 2026 \\
            --break-even '継続率=20,000,000円'
          pfs simulate contract.ja.pfs --data 記録 --period 2026 --format csv > 反復.csv
          pfs simulate contract.ja.pfs --data 記録 --period 2026 --replicate 17
        """))
  }

  @OptionGroup var options: SettlementOptions
  @OptionGroup var resampling: ResamplingOptions
  @OptionGroup var assumed: AssumedSamplingOptions
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "What the city plans to pay, with tax. Without it what is due on the records as they are.",
        "発注者の計画額(税込み)。指定がなければ記録どおりの差引支払額。"), valueName: "amount"))
  var budget: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The first period that is simulated, up to --period: each replicate settles them one after the other. Without it the period alone.",
        "--periodまで続けて試算する最初の期間。各反復で順に精算します。指定がなければその期間だけ。"),
      valueName: "period"))
  var from: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "How many months after the end of a period it is paid, which decides its fiscal year (April to March).",
        "期間の終わりから支払までの月数。支払の会計年度(4月から3月)を定めます。"), valueName: "months"))
  var paidAfter: Int?
  @Flag(
    help: ArgumentHelp(
      Interface.words(
        "Leaves out the figures that no payment, score or achievement table is made from; all others are the same.",
        "支払・評点・達成度の表に用いない数値を省きます(ほかの数値は変わりません)。")))
  var paymentsOnly = false
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "One replicate alone, by its number from 0.", "0から数えた番号の一回分だけを示します。"),
      valueName: "number"))
  var replicate: Int?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Interface.words(
        "How likely each condition of the contract is reached with these numbers of participants.",
        "この参加者数のときに、契約の各条件に達する確率を示します。"), valueName: "number|percent"))
  var participants: [String] = []
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The fewest participants with whom each condition is reached with this probability.",
        "各条件にこの確率で達する最少の参加者数を示します。"), valueName: "probability"))
  var power: String?
  @Option(
    help: ArgumentHelp(
      Interface.words(
        "The effect on a figure from which on an expected amount is due, or a higher row is reached.",
        "差引支払額の期待値がその額に達する、または上の段に達する効果を探します。"),
      valueName: "name=amount|next"))
  var breakEven: String?
  @OptionGroup var format: TableFormatOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try resampling.check()
    let asksPower = !participants.isEmpty || power != nil
    if [replicate != nil, asksPower, breakEven != nil].count(where: { $0 }) > 1 {
      throw ValidationError(
        Interface.words(
          "Give one of --replicate, --participants or --power, and --break-even.",
          "--replicate、--participantsまたは--power、--break-evenは併用できません。"))
    }
    if asksPower, assumed.enrolment != nil {
      throw ValidationError(
        Interface.words(
          "--participants and --power take the place of --enrolment.",
          "--participantsと--powerは--enrolmentと併用できません。"))
    }
    if let replicate, let count = resampling.replicates, replicate >= count {
      throw ValidationError(
        Interface.words(
          "There is no replicate \(replicate) among \(count): they count from 0.",
          "\(count)回の反復に\(replicate)番はありません(0から数えます)。"))
    }
    if let replicate, !(0..<1_000_000).contains(replicate) {
      throw ValidationError(
        Interface.words(
          "--replicate counts from 0 to 999,999.", "--replicateは0から999,999までの番号です。"))
    }
    if let paidAfter, !(0...120).contains(paidAfter) {
      throw ValidationError(
        Interface.words("--paid-after is from 0 to 120 months.", "--paid-afterは0から120か月までです。"))
    }
    if budget != nil || paidAfter != nil, replicate != nil || asksPower || breakEven != nil {
      throw ValidationError(
        Interface.words(
          "--budget and --paid-after are for the distribution of all replicates.",
          "--budgetと--paid-afterは全反復の分布を示すときに用います。"))
    }
    if budget != nil, amount == nil {
      throw ValidationError(
        Interface.words("--budget is an amount such as 20,000,000.", "--budgetは20,000,000のような額です。"))
    }
  }

  private var amount: Exact? { budget.flatMap { NumberText.read($0) } }

  func execute(_ session: inout Session) throws -> Outcome {
    let request = try options.request(&session)
    let progress = session.progress
    defer { progress.end() }
    var question = assumed.question(resampling)
    question.budget = amount
    question.from = try from.map { try SettlementRequest.period($0) }
    question.paidAfter = paidAfter ?? 0
    question.paymentsOnly = paymentsOnly
    let settling: @Sendable (Int, Int) -> Void = {
      progress.computing(Text(en: "settling", ja: "精算中"), $0, $1)
    }
    if !participants.isEmpty || power != nil {
      let run = try PowerRun.run(
        request, question, with: participants, asking: power,
        reading: { progress.reading($0, $1, $2) }, progress: settling)
      try format.show(run, after: progress, session)
      return .done
    }
    if let breakEven {
      let run = try BreakEvenRun.run(
        request, question, reaching: breakEven, reading: { progress.reading($0, $1, $2) },
        progress: settling)
      try format.show(run, after: progress, session)
      return .done
    }
    if let replicate {
      let run = try SimulationRun.replicate(replicate, request, question) {
        progress.reading($0, $1, $2)
      }
      try format.show(run, stops: run.settlement.stops, after: progress, session)
      return run.outcome
    }
    let run = try SimulationRun.run(
      request, question, reading: { progress.reading($0, $1, $2) }, progress: settling)
    try format.show(run, after: progress, session)
    return .done
  }
}
