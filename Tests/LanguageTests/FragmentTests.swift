import Diagnostics
import Language
import Quantities
import Testing

/// A contract fragment with the words and phrases that the samples do not use, in both languages by hand.
enum Fragment {
  static let english = """
    language en  # read with the paper contract
    # Every construct once.
    contract wide "Wide"                                      per Art. 5(3)(2)
      parties         client "A", provider "B"
      currency        yen
      status          illustrative
      units           bundle, slot
      # sources

    table residents "Resident register"                       per "Annex, table 1"
      file            "residents.csv"
      key             resident_id
      dated by        updated_on
      header          resident_id "住民ID", "住民番号"
      codes           sex F = "女", "2", "f"
      missing codes   "NA", "不明", "-"
      unit suffix     weight "kg", "㎏"
      normalise       resident_id trim, NFKC, upper case
      out of range    minutes reject row
      bad value       minutes refuse run
      repeated        identical rows once, same key latest updated_on
      refers to       resident_id residents, orphans reject row
      resident_id     code
      sex             one of F, M, optional
      smoker          yes         optional
      weight          kg          range from 3.0 to 70.0, optional
      change_in       point       range from −12 to 12
      minutes         min
      updated_on      date        range from 2024-04-01 to 2027-03-31

    value grip_before                                         per Art. 5 item 4
      of              resident
      rows            health 1 to 90 days after first_trial
      where           wave = baseline
      where           held before first_trial, held on or after 2025-04-01
      take            grip, nearest to enrolled, tie earlier
      missing         stays missing
    value eq_index
      of              health
      formula         1 − eq_constant(level_sum) − mobility_loss(eq_mobility) × (2 + 3) ÷ 4
    value sessions
      count           session in settlement year, distinct days
      rows            session from 3 to 8
      missing         counts as zero
    value window
      rows            health 30 days before enrolled
      take            earliest of held, updated_on
    value in_force
      each            first of month in settlement year
      while           enrolled on or before that day
      rows            health on or before that day
      mean            grip, latest
      record          kg per person, 1 decimal, half up
    indicator incidence
      kind            person-time rate
      of              residents
      person-time     1,000 person-years, 365.25 days
      record          person, 1 decimal, half even
      require         at least 20 persons
      stop if         loss above 20 percent, weight is missing
    indicator heads
      kind            persons
    scale eq_constant "EQ-5D"                                 per Annex 2
      input           point
      gives           number
      5                                             0
      from 6 to below 26                            0.060924
      from 26 to below 30               linear      0 to 1
      at most −1 percentage point                   F
    scale care
      S1                                            12 points
      male, from 65 to below 70                     3 points
    payment visits                                            per Variation 2
      for each        month of held
      amount          1,500 yen per bundle × sessions
      only if         heads ≠ 0, otherwise 50 percent
      round           half up to 100 yen
      cap             greater of (3,000,000 yen, 2 slot)  # both with tax
    settlement all_years
      year cap        10,000,000 yen
      pay within      30 days after acceptance
    amendment 2
      signed          2026-01-05
      change          visits cap
      was             from 2024-04-01 to 2025-03-31
      now             at 2025-03-31
    scenario "none"
      set             heads 10 persons
      expect          no change

    # end

    """

  static let japanese = """
    言語 ja  # read with the paper contract
    # Every construct once.
    契約 広域 「広域」                                        根拠 第5条第3項第2号
      当事者          発注者 「甲」、受託者 「乙」
      通貨            円
      位置付け        例示
      単位一覧        組合せ、枠
      # sources

    表 住民 「住民台帳」                                      根拠 「別紙 表1」
      ファイル        「residents.csv」
      主キー          住民番号
      基準日列        更新日
      見出し          住民番号 「住民ID」、「住民番号」
      コード表        性別 F = 「女」、「2」、「f」
      欠測記号        「NA」、「不明」、「-」
      単位表記        体重 「kg」、「㎏」
      正規化          住民番号 空白除去、NFKC、大文字
      範囲外          参加分 行を除外
      不正値          参加分 処理を中止
      重複            同一行は一件、同一キー 最新 更新日
      参照            住民番号 住民、参照先なし 行を除外
      住民番号        コード
      性別            いずれか F、M、任意
      喫煙            はい        任意
      体重            kg          範囲 3.0以上70.0以下、任意
      変化量          点          範囲 −12以上12以下
      参加分          分
      更新日          日付        範囲 2024年4月1日から2027年3月31日まで

    個人値 開始前握力                                         根拠 第5条第4号
      母体            住民一人
      対象行          健診 初回体験から1～90日
      条件            測定回 = 開始時
      条件            開催日 初回体験より前、開催日 2025年4月1日以後
      採用            握力、最近接 登録日、同着は前
      欠測            欠測のまま
    個人値 効用値
      母体            健診
      計算式          1 − 効用定数(水準和) − 移動減算(移動水準) × (2 + 3) ÷ 4
    個人値 参加回数
      件数            教室 当年度内、実日数
      対象行          教室 3以上8以下
      欠測            ゼロ扱い
    個人値 期間内
      対象行          健診 登録日の前30日
      採用            最も早い日 開催日、更新日
    個人値 当日現在
      観察日          毎月初日 当年度内
      観察条件        登録日 観察日以前
      対象行          健診 観察日以前
      平均            握力、最新
      記録            1人当たりkg、小数1桁、四捨五入
    指標 罹患率
      種類            人時発生率
      母体            住民
      人時単位        1,000人年、365.25日
      記録            人、小数1桁、偶数丸め
      必要数          20人以上
      中止条件        脱落率 20%超、体重 記録なし
    指標 人数
      種類            実人数
    尺度 効用定数 「EQ-5D」                                   根拠 別紙2
      入力            点
      換算値          数
      5                                             0
      6以上26未満                                   0.060924
      26以上30未満                      直線補間    0～1
      −1ポイント以下                                F
    尺度 介護度
      S1                                            12点
      男、65以上70未満                              3点
    支払 訪問                                                 根拠 変更契約第2号
      区分ごと        月別 開催日
      金額            1組合せ当たり1,500円 × 参加回数
      支払条件        人数 ≠ 0、満たさない場合 50%
      端数            100円未満四捨五入
      上限            大きい方 (3,000,000円、2枠)  # both with tax
    精算 全年度
      年度上限        10,000,000円
      支払期限        検収から30日
    変更契約 2
      締結日          2026年1月5日
      変更箇所        訪問 上限
      変更前          2024年4月1日から2025年3月31日まで
      変更後          2025年3月31日時点
    試算 「変化なし」
      仮定            人数 10人
      結果            変化なし

    # end

    """

  static let vocabulary = """
    wide          広域
    bundle        組合せ
    slot          枠
    residents     住民
    resident      住民一人
    resident_id   住民番号
    updated_on    更新日
    sex           性別
    F F
    M M
    smoker        喫煙
    weight        体重
    change_in     変化量
    minutes       参加分
    grip_before   開始前握力
    grip          握力
    health        健診
    first_trial   初回体験
    wave          測定回
    baseline      開始時
    held          開催日
    enrolled      登録日
    eq_index      効用値
    eq_constant   効用定数
    level_sum     水準和
    mobility_loss 移動減算
    eq_mobility   移動水準
    sessions      参加回数
    session       教室
    window        期間内
    in_force      当日現在
    incidence     罹患率
    heads         人数
    care          介護度
    S1 S1
    male          男
    visits        訪問
    all_years     全年度
    acceptance    検収
    "Wide" 「広域」
    "A" 「甲」
    "B" 「乙」
    "Resident register" 「住民台帳」
    "Annex, table 1" 「別紙 表1」
    "EQ-5D" 「EQ-5D」
    "none" 「変化なし」
    """
}

@Suite("A fragment with every construct")
struct FragmentTests {
  private func vocabulary() -> Vocabulary {
    let (vocabulary, diagnostics) = Vocabulary.parse(
      SourceText(name: "fragment.vocabulary.txt", text: Fragment.vocabulary))
    #expect(rendered(diagnostics, .en) == "")
    return vocabulary
  }

  @Test("is read without a message and formatted as it is")
  func formats() {
    for text in [Fragment.english, Fragment.japanese] {
      let result = parse(text)
      #expect(rendered(result.diagnostics, .en) == "")
      #expect(Formatter.format(result.document) == text)
    }
  }

  @Test("has equal tokens in both languages")
  func tokens() throws {
    let english = try vocabulary().renamed(parse(Fragment.english).document, to: .ja).get()
    let japanese = parse(Fragment.japanese).document
    for (left, right) in zip(english.blocks, japanese.blocks) {
      #expect(left.clause?.citation == right.clause?.citation)
      for (leftLine, rightLine) in zip(left.body, right.body) {
        #expect(leftLine.label == rightLine.label)
        #expect(leftLine.tokens.map(\.kind) == rightLine.tokens.map(\.kind))
      }
      #expect(left.body.count == right.body.count)
    }
    #expect(english.blocks.count == japanese.blocks.count)
    #expect(english.declared == japanese.declared)
  }

  @Test("keeps the spellings of data when it is translated")
  func translates() throws {
    let there = Translator.translate(
      parse(Fragment.english).document, to: .ja, vocabulary: vocabulary())
    #expect(try there.get() == Fragment.japanese)
    let back = Translator.translate(
      parse(Fragment.japanese).document, to: .en, vocabulary: vocabulary())
    #expect(try back.get() == Fragment.english)
  }

  @Test("has the tokens of its phrases")
  func phrases() throws {
    let document = parse(Fragment.english).document
    let grip = try #require(document.blocks.first { $0.name == Name("grip_before") })
    #expect(
      grip.body[1].tokens.map(\.kind) == [
        .name(Name("health")),
        .offsetRange(
          Numeral(digits: "1"), Numeral(digits: "90"), .day, .after, .name(Name("first_trial"))),
      ])
    let eq = try #require(document.blocks.first { $0.name == Name("eq_constant") })
    #expect(eq.body[3].label == .row)
    #expect(
      eq.body[5].tokens.map(\.kind) == [
        .bound(.atMost, Numeral(digits: "1", negative: true), .percentagePoint), .name(Name("F")),
      ])
    let visits = try #require(document.blocks.first { $0.name == Name("visits") })
    #expect(
      visits.body[1].tokens.first?.kind
        == .unitPrice(
          Numeral(digits: "1500", grouped: true), Unit("yen", per: "bundle")))
    let heads = try #require(document.blocks.first { $0.name == Name("heads") })
    #expect(heads.body[0].tokens.map(\.kind) == [.word(.persons)])
    let incidence = try #require(document.blocks.first { $0.name == Name("incidence") })
    #expect(incidence.body[3].tokens.first?.kind == .unit(.person))
    #expect(
      incidence.body[2].tokens.first?.kind
        == .quantity(Numeral(digits: "1000", grouped: true), Unit("person-year")))
  }
}
