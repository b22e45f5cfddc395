extension StarterContract {
  /// The lower of two levels.
  static let twoLevelsText = StarterText(
    english: """
      language en
      # The lower of two levels: what a prime contractor pays its providers, an invoice for each. The upper level, city
      # to prime contractor, is a contract of its own on the same records (pfs new unit-price).
      contract class_providers "Classes: prime contractor to providers"
        parties         client "Example Prime Contractor", provider "Example Providers"
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
        run_by          code

      population residents_65                                   per Art. 4(1)
        of              visitor_list
        age             birth_date at registered_on, by birthday
        where           age at least 65 years
      population paid_visits                                    per Art. 4(2)
        of              visits
        limited to      residents_65
        where           visited_on in settlement year

      indicator visits_by_provider                              per Art. 5(1)
        kind            total
        of              paid_visits
        count           rows
        unit            participation
        by              run_by
      indicator passed_on                                       per Art. 5(2)
        kind            reported
        unit            yen, range from 0 to 2,000,000

      payment provider_visit_fee                                per Art. 6(1)
        for each        visits_by_provider
        amount          1,100 yen per participation × visits_by_provider
      payment bonus_share                                       per Art. 6(2)
        for each        visits_by_provider
        amount          passed_on × share of visits_by_provider
        round           down to 1 yen, remainder largest fraction first
      settlement by_provider                                    per Art. 7
        for each        visits_by_provider
        basis           each year on its own
        total           provider_visit_fee + bonus_share
        tax             10 percent
        tax round       down to 1 yen

      example "Annex 1, two providers"                          per Annex 1
        year            2026
        data            visitor_list visitor, birth_date, registered_on
        row             "V1", 1950-05-01, 2026-04-10
        row             "V2", 1948-02-11, 2026-04-10
        row             "V3", 1990-01-01, 2026-04-10
        data            visits visitor, visited_on, run_by
        row             "V1", 2026-05-11, "P1"
        row             "V1", 2026-05-18, "P1"
        row             "V2", 2026-06-01, "P2"
        row             "V3", 2026-06-01, "P2"
        given           passed_on 100,000 yen
        expect          provider_visit_fee "P1" 2,200 yen, provider_visit_fee "P2" 1,100 yen
        expect          bonus_share "P1" 66,667 yen, bonus_share "P2" 33,333 yen
        expect          due "P1" 75,753 yen, due "P2" 37,876 yen

      """,
    japanese: """
      言語 ja
      # 二段階の下の契約です。元請が各事業者に支払う額を、事業者ごとに精算します。上の契約(市から元請へ)は、同じ記録を
      # 使う別の契約です(pfs new unit-price --language ja)。
      契約 教室事業者 「教室事業(元請から事業者へ)」
        当事者          発注者 「例示元請」、受託者 「例示事業者」
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
        実施事業者      コード

      集団 対象住民                                             根拠 第4条第1項
        母体            利用者名簿
        年齢            生年月日 登録日時点、誕生日基準
        条件            年齢 65歳以上
      集団 対象利用                                             根拠 第4条第2項
        母体            利用記録
        限定            対象住民
        条件            利用日 当年度内

      指標 事業者別利用数                                       根拠 第5条第1項
        種類            延べ
        母体            対象利用
        件数            行数
        単位            人回
        区分            実施事業者
      指標 配分する成果報酬                                     根拠 第5条第2項
        種類            報告値
        単位            円、範囲 0以上2,000,000以下

      支払 事業者利用報酬                                       根拠 第6条第1項
        区分ごと        事業者別利用数
        金額            1人回当たり1,100円 × 事業者別利用数
      支払 成果配分                                             根拠 第6条第2項
        区分ごと        事業者別利用数
        金額            配分する成果報酬 × 構成比 事業者別利用数
        端数            1円未満切捨て、残額 端数の大きい順
      精算 事業者別精算                                         根拠 第7条
        区分ごと        事業者別利用数
        方式            各年度独立
        合計            事業者利用報酬 + 成果配分
        消費税          10%
        消費税端数      1円未満切捨て

      計算例 「別紙1 二事業者」                                 根拠 別紙1
        年度            2026
        データ          利用者名簿 利用者番号、生年月日、登録日
        行              「V1」、1950年5月1日、2026年4月10日
        行              「V2」、1948年2月11日、2026年4月10日
        行              「V3」、1990年1月1日、2026年4月10日
        データ          利用記録 利用者番号、利用日、実施事業者
        行              「V1」、2026年5月11日、「P1」
        行              「V1」、2026年5月18日、「P1」
        行              「V2」、2026年6月1日、「P2」
        行              「V3」、2026年6月1日、「P2」
        前提            配分する成果報酬 100,000円
        結果            事業者利用報酬 「P1」 2,200円、事業者利用報酬 「P2」 1,100円
        結果            成果配分 「P1」 66,667円、成果配分 「P2」 33,333円
        結果            差引支払額 「P1」 75,753円、差引支払額 「P2」 37,876円

      """,
    vocabulary: """
      class_providers     教室事業者
      visitor_list        利用者名簿
      visitor             利用者番号
      birth_date          生年月日
      registered_on       登録日
      visits              利用記録
      visited_on          利用日
      run_by              実施事業者
      residents_65        対象住民
      paid_visits         対象利用
      visits_by_provider  事業者別利用数
      passed_on           配分する成果報酬
      provider_visit_fee  事業者利用報酬
      bonus_share         成果配分
      by_provider         事業者別精算
      "Classes: prime contractor to providers"   「教室事業(元請から事業者へ)」
      "Example Prime Contractor"   「例示元請」
      "Example Providers"   「例示事業者」
      "Annex 1, two providers"   「別紙1 二事業者」

      """)
}
