extension StarterContract {
  /// Unit prices with limits.
  static let unitPriceText = StarterText(
    english: """
      language en
      # Paid by what was done: a price for each visit and each new person, each to a limit of its own. Visits are
      # counted as visits, persons as persons.
      contract class_visits "Classes paid by visits"
        parties         client "Example City", provider "Example Provider"
        term            from 2026-04-01 to 2029-03-31
        year starts     April

      table visitor_list                                        per Art. 3(1)
        key             visitor
        visitor         code
        birth_date      date
        registered_on   date
      table visits                                              per Art. 3(2)
        key             visitor, visited_on
        refers to       visitor visitor_list
        visitor         code
        visited_on      date

      population residents_65                                   per Art. 4(1)
        of              visitor_list
        age             birth_date at registered_on, by birthday
        where           age at least 65 years
      population paid_visits                                    per Art. 4(2)
        of              visits
        limited to      residents_65
        where           visited_on in settlement year
      population new_visitors                                   per Art. 4(3)
        of              residents_65
        where           registered_on in settlement year

      indicator visit_total                                     per Art. 5(1)
        kind            total
        of              paid_visits
        count           rows
        unit            participation
      indicator new_total                                       per Art. 5(2)
        kind            persons
        of              new_visitors

      payment visit_fee                                         per Art. 6(1)
        amount          1,500 yen per participation × visit_total
        cap             4,500,000 yen
      payment new_fee                                           per Art. 6(2)
        amount          3,000 yen per person × new_total
        cap             900,000 yen
      settlement yearly                                         per Art. 7
        basis           each year on its own
        total           visit_fee + new_fee
        tax             10 percent
        tax round       down to 1 yen

      example "Annex 1, within the limits"                      per Annex 1
        year            2026
        given           visit_total 2,345 participations, new_total 120 persons
        expect          visit_fee 3,517,500 yen, new_fee 360,000 yen
        expect          total 3,877,500 yen, tax 387,750 yen, payable 4,265,250 yen
      example "Annex 1, beyond a limit"                         per Annex 1
        year            2027
        given           visit_total 3,001 participations, new_total 0 persons
        expect          visit_fee 4,500,000 yen, total 4,500,000 yen

      """,
    japanese: """
      言語 ja
      # 実績に応じて支払う契約です。延べ利用と新規利用者のそれぞれに、単価と上限を定めます。延べ数と実人数は区別します。
      契約 教室利用 「利用実績に応じた教室事業」
        当事者          発注者 「例示市」、受託者 「例示事業者」
        契約期間        2026年4月1日から2029年3月31日まで
        年度開始        4月

      表 利用者名簿                                             根拠 第3条第1項
        主キー          利用者番号
        利用者番号      コード
        生年月日        日付
        登録日          日付
      表 利用記録                                               根拠 第3条第2項
        主キー          利用者番号、利用日
        参照            利用者番号 利用者名簿
        利用者番号      コード
        利用日          日付

      集団 対象住民                                             根拠 第4条第1項
        母体            利用者名簿
        年齢            生年月日 登録日時点、誕生日基準
        条件            年齢 65歳以上
      集団 対象利用                                             根拠 第4条第2項
        母体            利用記録
        限定            対象住民
        条件            利用日 当年度内
      集団 新規利用者                                           根拠 第4条第3項
        母体            対象住民
        条件            登録日 当年度内

      指標 延べ利用数                                           根拠 第5条第1項
        種類            延べ
        母体            対象利用
        件数            行数
        単位            人回
      指標 新規利用者数                                         根拠 第5条第2項
        種類            実人数
        母体            新規利用者

      支払 利用報酬                                             根拠 第6条第1項
        金額            1人回当たり1,500円 × 延べ利用数
        上限            4,500,000円
      支払 新規報酬                                             根拠 第6条第2項
        金額            1人当たり3,000円 × 新規利用者数
        上限            900,000円
      精算 年次                                                 根拠 第7条
        方式            各年度独立
        合計            利用報酬 + 新規報酬
        消費税          10%
        消費税端数      1円未満切捨て

      計算例 「別紙1 上限以内」                                 根拠 別紙1
        年度            2026
        前提            延べ利用数 2,345人回、新規利用者数 120人
        結果            利用報酬 3,517,500円、新規報酬 360,000円
        結果            合計 3,877,500円、消費税 387,750円、税込支払額 4,265,250円
      計算例 「別紙1 上限を超える場合」                         根拠 別紙1
        年度            2027
        前提            延べ利用数 3,001人回、新規利用者数 0人
        結果            利用報酬 4,500,000円、合計 4,500,000円

      """,
    vocabulary: """
      class_visits   教室利用
      visitor_list   利用者名簿
      visitor        利用者番号
      birth_date     生年月日
      registered_on  登録日
      visits         利用記録
      visited_on     利用日
      residents_65   対象住民
      paid_visits    対象利用
      new_visitors   新規利用者
      visit_total    延べ利用数
      new_total      新規利用者数
      visit_fee      利用報酬
      new_fee        新規報酬
      yearly         年次
      "Classes paid by visits"   「利用実績に応じた教室事業」
      "Example City"   「例示市」
      "Example Provider"   「例示事業者」
      "Annex 1, within the limits"   「別紙1 上限以内」
      "Annex 1, beyond a limit"   「別紙1 上限を超える場合」

      """)
}
