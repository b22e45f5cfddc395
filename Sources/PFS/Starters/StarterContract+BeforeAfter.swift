extension StarterContract {
  /// An effect before and after, with a comparison group.
  static let beforeAfterText = StarterText(
    english: """
      language en
      # Paid by an effect: the gain of those in the programme less that of a comparison group. Who was not measured
      # twice is left out and counted; fewer than 30 persons in a group stop the settlement.
      contract stronger_legs "Walking speed, before and after, with a comparison group"
        parties         client "Example City", provider "Example Provider"
        term            from 2026-04-01 to 2029-03-31
        year starts     April

      table members_list                                        per Art. 3(1)
        key             member
        member          code
        side            one of programme, comparison
      table measurements                                        per Art. 3(2)
        key             member, measured_on
        refers to       member members_list
        member          code
        measured_on     date
        wave            one of first_wave, second_wave
        step_speed      m/s         range from 0.1 to 3.0, optional

      value speed_before                                        per Art. 4(1)
        of              members_list
        rows            measurements in settlement year
        where           wave = first_wave
        take            step_speed, earliest
      value speed_after                                         per Art. 4(1)
        of              members_list
        rows            measurements in settlement year
        where           wave = second_wave
        take            step_speed, latest
      value speed_gain                                          per Art. 4(2)
        of              members_list
        formula         speed_after − speed_before
        missing         stays missing
      population programme_group                                per Art. 4(3)
        of              members_list
        where           side = programme
      population comparison_group                               per Art. 4(3)
        of              members_list
        where           side = comparison

      indicator gain_difference                                 per Art. 5
        kind            difference
        outcome         speed_gain
        treated group   programme_group
        compared group  comparison_group
        errors          unequal variances
        missing         complete cases
        require         at least 30 persons
        pay on          estimate
        record          m/s, 3 decimals, half up

      achievement gain_level                                    per Art. 6
        measured by     gain_difference
        below 0.020 m/s                               0 percent
        from 0.020 to below 0.060 m/s     linear      20 to 100 percent
        at least 0.060 m/s                            100 percent

      payment gain_fee                                          per Art. 7
        amount          8,000,000 yen × gain_level
        round           down to 1 yen
      settlement yearly                                         per Art. 8
        basis           each year on its own
        total           gain_fee
        tax             10 percent
        tax round       down to 1 yen

      example "Annex 1, half way"                               per Annex 1
        year            2026
        given           gain_difference 0.040 m/s
        expect          gain_level 60 percent, gain_fee 4,800,000 yen, payable 5,280,000 yen
      example "Annex 1, just below"                             per Annex 1
        year            2026
        given           gain_difference 0.019 m/s
        expect          gain_fee 0 yen
      example "Annex 1, target reached"                         per Annex 1
        year            2027
        given           gain_difference 0.060 m/s
        expect          gain_fee 8,000,000 yen

      """,
    japanese: """
      言語 ja
      # 効果に応じて支払う契約です。実施群の変化から比較群の変化を引きます。前後の測定がそろわない人は除き、その数を
      # 記録します。どちらかの群が30人に満たなければ、精算を停止します。
      契約 歩行改善 「比較群のある歩く速さの前後比較」
        当事者          発注者 「例示市」、受託者 「例示事業者」
        契約期間        2026年4月1日から2029年3月31日まで
        年度開始        4月

      表 参加者名簿                                             根拠 第3条第1項
        主キー          参加者番号
        参加者番号      コード
        群              いずれか 実施、比較
      表 測定記録                                               根拠 第3条第2項
        主キー          参加者番号、測定日
        参照            参加者番号 参加者名簿
        参加者番号      コード
        測定日          日付
        測定回          いずれか 開始時、終了時
        歩く速さ        m/s         範囲 0.1以上3.0以下、任意

      個人値 開始時の速度                                       根拠 第4条第1項
        母体            参加者名簿
        対象行          測定記録 当年度内
        条件            測定回 = 開始時
        採用            歩く速さ、最古
      個人値 終了時の速度                                       根拠 第4条第1項
        母体            参加者名簿
        対象行          測定記録 当年度内
        条件            測定回 = 終了時
        採用            歩く速さ、最新
      個人値 速度の変化                                         根拠 第4条第2項
        母体            参加者名簿
        計算式          終了時の速度 − 開始時の速度
        欠測            欠測のまま
      集団 実施群                                               根拠 第4条第3項
        母体            参加者名簿
        条件            群 = 実施
      集団 比較群                                               根拠 第4条第3項
        母体            参加者名簿
        条件            群 = 比較

      指標 変化の差                                             根拠 第5条
        種類            差
        結果変数        速度の変化
        介入側          実施群
        対照側          比較群
        標準誤差        不等分散
        欠測            全項目有効
        必要数          30人以上
        支払基準        点推定値
        記録            m/s、小数3桁、四捨五入

      達成度 改善達成度                                         根拠 第6条
        測定指標        変化の差
        0.020m/s未満                                  0%
        0.020以上0.060m/s未満             直線補間    20～100%
        0.060m/s以上                                  100%

      支払 改善報酬                                             根拠 第7条
        金額            8,000,000円 × 改善達成度
        端数            1円未満切捨て
      精算 年次                                                 根拠 第8条
        方式            各年度独立
        合計            改善報酬
        消費税          10%
        消費税端数      1円未満切捨て

      計算例 「別紙1 中間」                                     根拠 別紙1
        年度            2026
        前提            変化の差 0.040m/s
        結果            改善達成度 60%、改善報酬 4,800,000円、税込支払額 5,280,000円
      計算例 「別紙1 わずかに届かない場合」                     根拠 別紙1
        年度            2026
        前提            変化の差 0.019m/s
        結果            改善報酬 0円
      計算例 「別紙1 目標達成」                                 根拠 別紙1
        年度            2027
        前提            変化の差 0.060m/s
        結果            改善報酬 8,000,000円

      """,
    vocabulary: """
      stronger_legs     歩行改善
      members_list      参加者名簿
      member            参加者番号
      side              群
      programme         実施
      comparison        比較
      measurements      測定記録
      measured_on       測定日
      wave              測定回
      first_wave        開始時
      second_wave       終了時
      step_speed        歩く速さ
      speed_before      開始時の速度
      speed_after       終了時の速度
      speed_gain        速度の変化
      programme_group   実施群
      comparison_group  比較群
      gain_difference   変化の差
      gain_level        改善達成度
      gain_fee          改善報酬
      yearly            年次
      "Walking speed, before and after, with a comparison group"   「比較群のある歩く速さの前後比較」
      "Example City"   「例示市」
      "Example Provider"   「例示事業者」
      "Annex 1, half way"   「別紙1 中間」
      "Annex 1, just below"   「別紙1 わずかに届かない場合」
      "Annex 1, target reached"   「別紙1 目標達成」

      """)
}
