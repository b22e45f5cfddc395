/// What stands around the examples of the language reference, so that each is part of a contract that holds.
enum ReferenceContracts {
  /// The contract of every example but the first, which is one.
  static let header = """
    contract minato_65plus "Minato"
      parties         client "Minato City", provider "Kenko Partners KK"
      term            from 2024-04-01 to 2029-03-31
      year starts     April

    """

  /// A payment and a settlement for examples without money.
  private static let money = """
    payment base_fee                                          per Art. 10(1)
      amount          1,000,000 yen
    settlement yearly                                         per Art. 11
      basis           each year on its own
      total           base_fee

    """

  /// A table of residents with these columns beside its key.
  private static func residents(_ columns: String) -> String {
    "table residents                                           per Art. 3(1)\n"
      + "  key             participant_id\n  participant_id  code\n" + columns + "\n"
  }

  private static let level = """
    indicator continuing_rate                                 per Art. 6(1)
      kind            reported
      unit            percent

    """

  /// By the place of the example on the page.
  static let around: [String] = [
    money,
    residents("  birth_date      date") + money,
    """
    table clinics                                             per Art. 3(2)
      key             clinic_id
      clinic_id       code
    population all_clinics                                    per Art. 5(2)
      of              clinics
    population all_clients                                    per Art. 5(3)
      of              clients
    indicator client_number                                   per Art. 6(2)
      kind            persons
      of              all_clients
    payment base_fee                                          per Art. 10(1)
      amount          1,000 yen per person × client_number
    settlement yearly                                         per Art. 11
      basis           each year on its own
      total           base_fee

    """,
    residents("  social_freq     number      range from 1 to 6") + """
      value takes_part                                          per Art. 7(4)
        of              residents
        formula         weekly_share(social_freq)

      """ + money,
    residents(
      """
        light           one of answered_yes, answered_no
        sports          one of answered_yes, answered_no
        points_now      number      range from 0 to 5
      """) + """
        value inactivity                                          per Annex 1
          of              residents
          formula         inactive(light, sports)
        population frail_ones                                     per Annex 1
          of              residents
          where           frailty(points_now) one of prefrail, frail

        """ + money,
    residents(
      """
        country         one of belgium, holland
        place           one of namur, brussels, elsewhere
      """) + """
        value tariff                                              per Annex 3
          of              residents
          formula         tariff_of_place(country, place)

        """ + money,
    residents("  mobility        number      range from 1 to 5") + """
      value loss_now                                            per Annex 2
        of              residents
        formula         mobility_loss(mobility)

      """ + money,
    residents("  started_on      date") + """
      table employment                                          per Art. 3(3)
        key             participant_id, worked_on
        participant_id  code
        worked_on       date

      """ + money,
    residents("  index_date      date\n  exit_date       date") + """
      table care                                                per Art. 3(3)
        key             participant_id, paid_on
        participant_id  code
        paid_on         date
        benefit         yen         range from 0 to 1,000,000

      """ + money,
    residents(
      """
        birth_date      date
        enrolled_on     date
        consent         one of consented, refused
      """) + money,
    level + """
      indicator social_rate                                     per Art. 6(2)
        kind            reported
        unit            percent
      achievement social_level                                  per Art. 8(2)
        measured by     social_rate
        below 50.0 percent                            0 percent
        at least 50.0 percent                         100 percent
      payment base_fee                                          per Art. 10(1)
        amount          1,000,000 yen

      """,
    money,
    """
    indicator marriages                                       per Art. 6(1)
      kind            reported
      unit            couple
    payment base_fee                                          per Art. 10(1)
      amount          marriage_award
    settlement yearly                                         per Art. 11
      basis           each year on its own
      total           base_fee

    """,
    """
    table services                                            per Art. 3(3)
      key             service_id
      service_id      code
      given_on        date
    population services_given                                 per Art. 5(4)
      of              services
      where           given_on in settlement year
    settlement yearly                                         per Art. 11
      basis           each year on its own
      total           service_fee

    """,
    """
    payment advance                                           per Art. 10(1)
      amount          1,000,000 yen per month × settlement months
    payment outcome_fee                                       per Art. 10(2)
      periods         4
      amount          10,000,000 yen

    """,
    """
    table sessions                                            per Art. 3(3)
      key             session_id
      session_id      code
      provider_id     code
      held_on         date
    population year_sessions                                  per Art. 5(4)
      of              sessions
      where           held_on in settlement year
    indicator sessions_by_provider                            per Art. 6(4)
      kind            total
      of              year_sessions
      count           rows
      unit            time
      by              provider_id
    payment session_fee                                       per Art. 10(2)
      for each        sessions_by_provider
      amount          4,500 yen per time × sessions_by_provider
    payment quality_fee                                       per Art. 10(3)
      for each        sessions_by_provider
      amount          500 yen per time × sessions_by_provider

    """,
    money,
    level + """
      achievement continuing_level                              per Art. 8(1)
        measured by     continuing_rate
        below 60.0 percent                            0 percent
        at least 60.0 percent                         100 percent
      score outcome                                             per Art. 8(4)
        weight          continuing_level 100 percent
        record          percent, 1 decimal, down
      payment outcome_fee                                       per Art. 10(5)
        amount          18,000,000 yen × outcome
        round           down to 1 yen
        cap             16,200,000 yen
      settlement yearly                                         per Art. 11
        basis           each year on its own
        total           outcome_fee

      """,
    level + """
      indicator satisfaction                                    per Art. 6(5)
        kind            reported
        unit            percent
      achievement continuing_level                              per Art. 8(1)
        measured by     continuing_rate
        below 50.0 percent                            0 percent
        from 50.0 to below 60.0 percent               40 percent
        at least 60.0 percent                         100 percent
      payment base_fee                                          per Art. 10(1)
        amount          5,000,000 yen × continuing_level
        cap             3,000,000 yen
      payment outcome_fee                                       per Art. 10(5)
        amount          18,000,000 yen × continuing_level
        only if         continuing_rate at least 30 percent
        only if         satisfaction at least 60 percent
      settlement yearly                                         per Art. 11
        basis           each year on its own
        total           base_fee + outcome_fee

      """,
    residents("  enrolled        date\n  gait_speed      m/s, optional") + """
      table participation                                       per Art. 3(3)
        key             participant_id, attended_on
        participant_id  code
        attended_on     date
      population members                                        per Art. 5(1)
        of              residents
        where           enrolled in settlement year
      indicator reach                                           per Art. 6(1)
        kind            persons
        of              members
      indicator satisfaction                                    per Art. 6(5)
        kind            reported
        unit            percent
      indicator mean_gait                                       per Art. 6(6)
        kind            mean
        of              members
        value           gait_speed
        missing         excluded
        require         at least 2 persons
        record          m/s, 2 decimals, half up
      payment base_fee                                          per Art. 10(1)
        amount          1,000 yen per person × reach
        only if         mean_gait at least 1 m/s
        only if         satisfaction at least 70 percent
      settlement yearly                                         per Art. 11
        basis           each year on its own
        total           base_fee

      """,
  ]

  /// What the Japanese page calls the names. One word of it stands for three dates, each in its own example.
  static func vocabulary(_ place: Int) -> String {
    let joined = place == 2 ? "joined_on" : place == 9 ? "enrolled_on" : "enrolled"
    return names + "\(joined) 登録日\n"
  }

  private static let names = """
    minato_65plus みなと65健康増進
    base_fee 基本委託料
    yearly 年次
    residents 住民
    participant_id 参加者番号
    birth_date 生年月日
    participation 教室参加
    program_id 教室番号
    attended_on 参加日
    minutes 時間
    class_kind 区分
    trial 体験
    regular 通常
    clinics 医院
    clinic_id 医院番号
    clients 利用者名簿
    client_id 利用者番号
    all_clinics 全医院
    all_clients 全利用者
    client_number 利用者数
    social_freq 参加頻度
    takes_part 参加割合
    weekly_share 週一回
    light 軽い運動
    sports 定期的な運動
    points_now 現在点数
    inactivity 不活発
    frail_ones フレイル該当者
    inactive 身体活動低下
    frailty フレイル判定
    answered_yes はい回答
    answered_no いいえ回答
    robust 健常
    prefrail プレフレイル
    frail フレイル
    country 国
    place 所在地
    belgium ベルギー
    holland オランダ
    namur ナミュール
    brussels ブリュッセル
    elsewhere その他の町
    tariff 適用料金
    tariff_of_place 所在地別料金
    tariff_1 料金1
    tariff_2 料金2
    tariff_11 料金11
    no_tariff 料金なし
    mobility 移動の程度
    loss_now 現在の減点
    mobility_loss 移動の程度の減点
    started_on 就業開始日
    employment 就業記録
    worked_on 就業日
    held_six_months 六か月の就業
    index_date 基準日
    exit_date 資格喪失日
    care 給付実績
    paid_on 支払日
    benefit 給付費
    benefits_in_force 給付費累計
    consent 同意
    consented 同意あり
    refused 同意なし
    members 対象者
    continuing_rate 継続率
    social_rate 社会参加率
    continuing_level 継続達成度
    social_level 社会達成度
    outcome 総合達成度
    outcome_fee 成果報酬
    committee_grade 委員会評価
    satisfaction 満足度
    committee_level 委員会達成度
    satisfaction_level 満足度達成度
    marriages 成婚数
    marriage_award 成婚報奨
    services サービス記録
    service_id サービス番号
    given_on 提供日
    services_given 提供記録
    services_by_month 月別件数
    service_fee 提供報酬
    advance 前払
    quarterly 四半期
    sessions 教室記録
    session_id 教室記録番号
    provider_id 事業者番号
    held_on 開催日
    year_sessions 当年度の教室
    sessions_by_provider 事業者別回数
    session_fee 教室報酬
    quality_fee 品質報酬
    by_provider 事業者別
    cost_sharing 費用負担
    payment_plan 支払計画
    gait_speed 歩行速度
    mean_gait 平均歩行速度
    reach 参加者数
    "Minato" 「みなと」
    "Minato City" 「みなと市」
    "Kenko Partners KK" 「株式会社健康パートナーズ」
    "Prefecture" 「県」
    "City" 「市」

    """
}
