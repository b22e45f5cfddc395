extension StarterContract {
  /// Participants, a rate, an outcome table.
  static let outcomeTableText = StarterText(
    english: """
      language en
      # A contract to begin with. Every rule that leads to money cites its clause of the paper contract.
      #   pfs check contract.en.pfs
      #   pfs settle contract.en.pfs --data DIRECTORY --period 2026 --output DIRECTORY
      # The directory of the data holds participant.csv and session.csv, columns named as below.
      contract active_ageing "Active Ageing Programme"
        parties         client "Example City", provider "Example Provider"
        term            from 2026-04-01 to 2029-03-31
        year starts     April

      table participant                                         per Art. 3(1)
        key             person
        person          code
        birth           date
        enrolled        date
      table session                                             per Art. 3(2)
        key             person, held
        person          code
        held            date

      population eligible                                       per Art. 4(1)
        of              participant
        age             birth at enrolled, by birthday
        where           age at least 65 years
        where           enrolled on or before settlement year end
      population regular                                        per Art. 4(2)
        of              eligible
        count           session in settlement year
        where           count at least 24

      indicator reach                                           per Art. 5(1)
        kind            persons
        of              eligible
      indicator attendance                                      per Art. 5(2)
        kind            rate
        numerator       regular
        denominator     eligible
        record          percent, 1 decimal, half up

      achievement attendance_level                              per Art. 6
        measured by     attendance
        below 50.0 percent                            0 percent
        from 50.0 to below 60.0 percent               40 percent
        from 60.0 to below 70.0 percent               70 percent
        at least 70.0 percent                         100 percent

      payment base_fee                                          per Art. 8(1)
        amount          6,000,000 yen
      payment reach_fee                                         per Art. 8(2)
        amount          4,500 yen per person × reach
        cap             1,500,000 yen
      payment outcome_fee                                       per Art. 8(3)
        amount          5,000,000 yen × attendance_level
      settlement yearly                                         per Art. 9
        basis           each year on its own
        total           base_fee + reach_fee + outcome_fee
        tax             10 percent
        tax round       down to 1 yen

      example "Annex 1"                                         per Annex 1
        year            2026
        given           reach 240 persons, attendance 66.4 percent
        expect          reach_fee 1,080,000 yen, outcome_fee 3,500,000 yen
        expect          total 10,580,000 yen, tax 1,058,000 yen, payable 11,638,000 yen

      """,
    japanese: """
      言語 ja
      # はじめの契約です。支払に至る定めには、契約書の根拠条項を書きます。
      #   pfs check contract.ja.pfs
      #   pfs settle contract.ja.pfs --data ディレクトリ --period 2026 --output ディレクトリ
      # データのディレクトリに 参加者.csv と 教室参加.csv を置きます。列の見出しは下の名前のとおりです。
      契約 健康増進 「健康増進事業」
        当事者          発注者 「例示市」、受託者 「例示事業者」
        契約期間        2026年4月1日から2029年3月31日まで
        年度開始        4月

      表 参加者                                                 根拠 第3条第1項
        主キー          個人番号
        個人番号        コード
        生年月日        日付
        登録日          日付
      表 教室参加                                               根拠 第3条第2項
        主キー          個人番号、開催日
        個人番号        コード
        開催日          日付

      集団 対象者                                               根拠 第4条第1項
        母体            参加者
        年齢            生年月日 登録日時点、誕生日基準
        条件            年齢 65歳以上
        条件            登録日 当年度末以前
      集団 継続参加者                                           根拠 第4条第2項
        母体            対象者
        件数            教室参加 当年度内
        条件            件数 24以上

      指標 参加者数                                             根拠 第5条第1項
        種類            実人数
        母体            対象者
      指標 継続率                                               根拠 第5条第2項
        種類            割合
        分子            継続参加者
        分母            対象者
        記録            %、小数1桁、四捨五入

      達成度 継続達成度                                         根拠 第6条
        測定指標        継続率
        50.0%未満                                     0%
        50.0以上60.0%未満                             40%
        60.0以上70.0%未満                             70%
        70.0%以上                                     100%

      支払 基本委託料                                           根拠 第8条第1項
        金額            6,000,000円
      支払 参加報酬                                             根拠 第8条第2項
        金額            1人当たり4,500円 × 参加者数
        上限            1,500,000円
      支払 成果報酬                                             根拠 第8条第3項
        金額            5,000,000円 × 継続達成度
      精算 年次                                                 根拠 第9条
        方式            各年度独立
        合計            基本委託料 + 参加報酬 + 成果報酬
        消費税          10%
        消費税端数      1円未満切捨て

      計算例 「別紙1」                                          根拠 別紙1
        年度            2026
        前提            参加者数 240人、継続率 66.4%
        結果            参加報酬 1,080,000円、成果報酬 3,500,000円
        結果            合計 10,580,000円、消費税 1,058,000円、税込支払額 11,638,000円

      """,
    vocabulary: """
      active_ageing     健康増進
      participant       参加者
      person            個人番号
      birth             生年月日
      enrolled          登録日
      session           教室参加
      held              開催日
      eligible          対象者
      regular           継続参加者
      reach             参加者数
      attendance        継続率
      attendance_level  継続達成度
      base_fee          基本委託料
      reach_fee         参加報酬
      outcome_fee       成果報酬
      yearly            年次
      "Active Ageing Programme"   「健康増進事業」
      "Example City"   「例示市」
      "Example Provider"   「例示事業者」
      "Annex 1"   「別紙1」

      """)
}
