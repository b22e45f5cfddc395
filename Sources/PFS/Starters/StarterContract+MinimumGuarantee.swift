extension StarterContract {
  /// A minimum and an outcome part.
  static let minimumGuaranteeText = StarterText(
    english: """
      language en
      # A minimum for every month, and more by outcome: two figures with their weights. A reported figure comes from
      # reported.csv beside the data, with its evidence.
      contract support_centre "Support centre: a minimum, and more by outcome"
        parties         client "Example City", provider "Example Provider"
        term            from 2026-04-01 to 2029-03-31
        year starts     April

      table clients                                             per Art. 3
        key             client_number
        dated by        closed_on
        client_number   code
        closed_on       date
        closed_as       one of goal_reached, goal_not_reached, moved_away

      population closed_cases                                   per Art. 4(1)
        of              clients
        where           closed_on in settlement year
        where           closed_as one of goal_reached, goal_not_reached
      population reached_cases                                  per Art. 4(2)
        of              closed_cases
        where           closed_as = goal_reached

      indicator reached_rate                                    per Art. 5(1)
        kind            rate
        numerator       reached_cases
        denominator     closed_cases
        require         at least 20 persons
        record          percent, 1 decimal, half up
      indicator satisfaction                                    per Art. 5(2)
        kind            reported
        unit            percent, range from 0 to 100

      achievement reached_level                                 per Art. 6(1)
        measured by     reached_rate
        below 40.0 percent                            0 percent
        from 40.0 to below 60.0 percent   linear      0 to 100 percent
        at least 60.0 percent                         100 percent
      achievement satisfaction_level                            per Art. 6(2)
        measured by     satisfaction
        below 70 percent                              0 percent
        at least 70 percent                           100 percent
      score outcome                                             per Art. 6(3)
        weight          reached_level 80 percent, satisfaction_level 20 percent
        record          percent, 1 decimal, down

      payment minimum_fee                                       per Art. 7(1)
        amount          500,000 yen per month × settlement months
      payment outcome_fee                                       per Art. 7(2)
        amount          9,000,000 yen × outcome
      settlement yearly                                         per Art. 8
        basis           each year on its own
        total           minimum_fee + outcome_fee
        tax             10 percent
        tax round       down to 1 yen
        term cap        49,500,000 yen

      example "Annex 1, nothing reached"                        per Annex 1
        year            2026
        given           reached_rate 39.9 percent, satisfaction 69 percent
        expect          minimum_fee 6,000,000 yen, outcome_fee 0 yen, payable 6,600,000 yen
      example "Annex 1, in between"                             per Annex 1
        year            2026
        given           reached_rate 51.7 percent, satisfaction 72 percent
        expect          reached_level 58.5 percent, outcome 66.8 percent, outcome_fee 6,012,000 yen
      example "Annex 1, everything reached"                     per Annex 1
        year            2027
        given           reached_rate 60.0 percent, satisfaction 70 percent
        expect          outcome 100.0 percent, total 15,000,000 yen, payable 16,500,000 yen

      """,
    japanese: """
      言語 ja
      # 月ごとの最低保証に、二つの指標による成果報酬を加える契約です。報告値は、データと並べて置く reported.csv から、根拠
      # 資料とともに読み取ります。
      契約 支援センター 「支援センター事業(最低保証と成果報酬)」
        当事者          発注者 「例示市」、受託者 「例示事業者」
        契約期間        2026年4月1日から2029年3月31日まで
        年度開始        4月

      表 利用者名簿                                             根拠 第3条
        主キー          利用者番号
        基準日列        終了日
        利用者番号      コード
        終了日          日付
        終了区分        いずれか 目標達成、目標未達成、転出

      集団 終了した支援                                         根拠 第4条第1項
        母体            利用者名簿
        条件            終了日 当年度内
        条件            終了区分 いずれか 目標達成、目標未達成
      集団 達成した支援                                         根拠 第4条第2項
        母体            終了した支援
        条件            終了区分 = 目標達成

      指標 達成率                                               根拠 第5条第1項
        種類            割合
        分子            達成した支援
        分母            終了した支援
        必要数          20人以上
        記録            %、小数1桁、四捨五入
      指標 満足度                                               根拠 第5条第2項
        種類            報告値
        単位            %、範囲 0以上100以下

      達成度 達成率の達成度                                     根拠 第6条第1項
        測定指標        達成率
        40.0%未満                                     0%
        40.0以上60.0%未満                 直線補間    0～100%
        60.0%以上                                     100%
      達成度 満足度の達成度                                     根拠 第6条第2項
        測定指標        満足度
        70%未満                                       0%
        70%以上                                       100%
      総合評価 総合成果                                         根拠 第6条第3項
        重み            達成率の達成度 80%、満足度の達成度 20%
        記録            %、小数1桁、切捨て

      支払 最低保証                                             根拠 第7条第1項
        金額            1か月当たり500,000円 × 当年度月数
      支払 成果報酬                                             根拠 第7条第2項
        金額            9,000,000円 × 総合成果
      精算 年次                                                 根拠 第8条
        方式            各年度独立
        合計            最低保証 + 成果報酬
        消費税          10%
        消費税端数      1円未満切捨て
        期間上限        49,500,000円

      計算例 「別紙1 成果なし」                                 根拠 別紙1
        年度            2026
        前提            達成率 39.9%、満足度 69%
        結果            最低保証 6,000,000円、成果報酬 0円、税込支払額 6,600,000円
      計算例 「別紙1 中間」                                     根拠 別紙1
        年度            2026
        前提            達成率 51.7%、満足度 72%
        結果            達成率の達成度 58.5%、総合成果 66.8%、成果報酬 6,012,000円
      計算例 「別紙1 すべて達成」                               根拠 別紙1
        年度            2027
        前提            達成率 60.0%、満足度 70%
        結果            総合成果 100.0%、合計 15,000,000円、税込支払額 16,500,000円

      """,
    vocabulary: """
      support_centre      支援センター
      clients             利用者名簿
      client_number       利用者番号
      closed_on           終了日
      closed_as           終了区分
      goal_reached        目標達成
      goal_not_reached    目標未達成
      moved_away          転出
      closed_cases        終了した支援
      reached_cases       達成した支援
      reached_rate        達成率
      satisfaction        満足度
      reached_level       達成率の達成度
      satisfaction_level  満足度の達成度
      outcome             総合成果
      minimum_fee         最低保証
      outcome_fee         成果報酬
      yearly              年次
      "Support centre: a minimum, and more by outcome"   「支援センター事業(最低保証と成果報酬)」
      "Example City"   「例示市」
      "Example Provider"   「例示事業者」
      "Annex 1, nothing reached"   「別紙1 成果なし」
      "Annex 1, in between"   「別紙1 中間」
      "Annex 1, everything reached"   「別紙1 すべて達成」

      """)
}
