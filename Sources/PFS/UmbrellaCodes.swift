import Diagnostics

/// The manual's pages for the codes of this module.
public let umbrellaCodes: [CodeEntry] = [
  entry(
    "P901", "the period is outside the term", "契約期間の外の年度",
    "A settlement year is named by the calendar year in which it begins. The message lists the years of the term, cut to it. Nothing is settled outside the term.",
    "年度は、それが始まる年で示します。契約期間に含まれる年度とその日付をメッセージに示します。契約期間の外は精算しません。"),
  entry(
    "P902", "the period is not a year", "年度として読めない",
    "A period is a year of at most four digits: --period 2026.",
    "期間は4桁までの西暦年で指定します(--period 2026)。"),
  entry(
    "P911", "a file cannot be read", "ファイルを読めない",
    "The system refused to open or read the file, or it is a directory or a device. Exit code 4.",
    "ファイルを開けないか読めません。ディレクトリや装置の場合もあります。終了コードは4です。"),
  entry(
    "P912", "a file is too large", "ファイルが大きすぎる",
    "Contracts, vocabularies and data packages have at most 16 MiB.",
    "契約、語彙、データパッケージのファイルは16MiBまでです。"),
  entry(
    "P913", "no vocabulary was found", "語彙ファイルがない",
    "A translation needs the pairs of names of both languages: NAME.vocabulary.txt or vocabulary.txt beside the contract, or --vocabulary.",
    "翻訳には両言語の名前の対が必要です。契約の隣の「名前.vocabulary.txt」か「vocabulary.txt」、または--vocabularyで与えます。"),
  entry(
    "P914", "something could not be written", "書き込みの失敗",
    "The device is full, or the file may not be written. What was there before is unchanged. Exit code 4.",
    "空き容量がないか、書き込みの権限がありません。以前からあるものは変わっていません。終了コードは4です。"),
  entry(
    "P921", "no such scenario", "試算がない",
    "A scenario is named by its title as the contract writes it.",
    "試算は、契約に書かれた題名で指定します。"),
  entry(
    "P922", "not an assumption", "仮定として読めない",
    "An assumption is NAME=VALUE on one line, in the words of the contract: a figure ('attendance=55.0 percent'), a line of a block ('outcome_fee cap=5,000,000 yen'), or a bound ('attendance_level 60.0 percent=65.0 percent').",
    "仮定は契約の言葉で一行に書きます。数値(継続率=55.0%)、欄の一行(成果報酬 上限=5,000,000円)、境界値(継続達成度 60.0%=65.0%)のいずれかです。"),
  entry(
    "P923", "a figure is assumed twice", "同じ数値の二重の仮定",
    "Two assumptions give the same figure; only one can hold.",
    "同じ数値に二つの仮定があります。一方だけにしてください。"),
  entry(
    "P924", "not an effect", "効果として読めない",
    "An effect adds to a measured or reported figure before it is recorded: NAME=+SHIFT, or NAME=+SHIFT ± DEVIATION with a normal standard deviation. Both are in the unit of the figure. A figure that is derived from others changes with them.",
    "効果は、測定または報告された数値に、記録の前に加えるものです。「名前=+変化」、または標準偏差を付けて「名前=+変化 ± 標準偏差」と書き、どちらも数値の単位で示します。他から求める数値は、それらとともに変わります。"
  ),
  entry(
    "P925", "a replicate without a settlement", "精算できない再抽出",
    "Among the participants that were drawn, a rate or a mean has nobody to be measured on. A settlement of such records would be refused. The simulation counts such replicates apart.",
    "抽出された参加者の中に、割合や平均の対象者がいません。そのような記録の精算は受け付けられません。試算では別に数えます。"),
  entry(
    "P926", "not a range of an assumption", "仮定の範囲として読めない",
    "A sweep is an assumption in which one number is a range with a step: 'attendance_level 60.0 percent=50.0..70.0 percent step 1.0', 'outcome_fee cap=5,000,000..8,000,000 yen step 500,000'.",
    "範囲は、一つの数を範囲と幅に置き換えた仮定です。例: 継続達成度 60.0%=50.0..70.0% 刻み 1.0、成果報酬 上限=5,000,000..8,000,000円 刻み 500,000。"
  ),
  entry(
    "P927", "too many combinations", "組合せが多すぎる",
    "A table has one or two parameters of at most 10,000 values each, and at most a million combinations. Take a larger step.",
    "表にできるのは一つか二つの範囲(それぞれ一万個までの値)で、組合せは百万までです。刻みを大きくしてください。"),
  entry(
    "P928", "a contract that holds nowhere", "どの組合せでも成り立たない契約",
    "With every combination the contract has an error, a threshold that passes its neighbour, say. Try one value with --set to see why.",
    "どの組合せでも契約に誤りがあります(隣の境界値を越えるなど)。--setで一つの値を試すと理由が分かります。"),
  entry(
    "P929", "not an enrolment or an attrition", "参加者数・脱落として読めない",
    "An enrolment is a number of participants (--enrolment 500) or a percentage of those on record (--enrolment 150%). An attrition is a share of those drawn who lose records before the measurement: all rows of a table (--attrition 'health=10 percent'), those with a code ('health followup=10 percent'), the cells of an optional column ('people weight_end=10 percent'), or the participants as a whole (the name of their own table).",
    "参加者数は人数(--enrolment 500)か、記録にある人数に対する割合(--enrolment 150%)です。脱落は、抽出した参加者のうち測定の前に記録が失われる割合で、ある表の行(--attrition '健診=10%')、そのうちある区分の行('健診 終了時=10%')、任意の列の値('参加者 終了時体重=10%')、または参加者そのもの(参加者の表の名前)について仮定します。"
  ),
  entry(
    "P930", "not a power or a break-even", "検出力・損益分岐点として読めない",
    "A power is a probability: --power 80%. A break-even names a measured figure and what its effect is to reach: --break-even 'attendance=20,000,000 yen' for an expected amount due with tax, --break-even 'attendance=next' for a higher row of an achievement table.",
    "検出力は確率です(--power 80%)。損益分岐点は、測定する数値と、その効果が達すべきものを示します。差引支払額(税込み)の期待値なら --break-even '継続率=20,000,000円'、達成度の表の上の段なら --break-even '継続率=次の段' です。"
  ),
  entry(
    "P931", "a report of something else", "報告値でない数値の報告",
    "The file reported.csv may give figures of the kind 'reported' and interim payments, by their names in either language. Measured figures come from the records alone. Contracts that are settled on the same records may share the file: a column 'contract' then names the contract that a line belongs to, and each takes its own.",
    "reported.csvに書けるのは、種類が「報告値」の指標と中間払だけです(名前はどちらの言語でも可)。測定する指標は記録だけから求めます。同じ記録で複数の契約を精算するときは、列「契約」に各行がどの契約のものかを書けば、それぞれの契約が自らの行だけを用います。"
  ),
  entry(
    "P932", "a figure is reported twice", "二重の報告",
    "Two rows of reported.csv give the same figure for the same period.",
    "reported.csvの二つの行が、同じ期間の同じ数値を報告しています。"),
  entry(
    "P933", "a report in another unit", "報告値の単位の相違",
    "The unit in reported.csv must be that of the figure; nothing is converted.",
    "reported.csvの単位は、契約の定める単位と同じでなければなりません。換算はしません。"),
  entry(
    "P934", "a report of what cannot be counted or paid", "数えられない・支払えない報告値",
    "A count is a whole number and not below zero, and an amount of money has no fraction of the smallest unit. A rate or a measurement has a unit of its own.",
    "件数や人数は0以上の整数、金額は最小の単位の整数倍です。割合や測定値には、それぞれの単位を定めます。"
  ),
  entry(
    "P935", "a report without its value", "値のない報告",
    "A row of reported.csv gives a value with its unit, or in the column 'grade' one of the grades that the contract lists. An empty cell is an error, never zero.",
    "reported.csvの行には、単位の付いた値か、契約の定める評語の一つを「評定」の列に書きます。空欄は誤りであり、ゼロではありません。"),
  entry(
    "P936", "a report outside its range", "範囲外の報告値",
    "The contract states a range for the reported figure, and the value lies outside it. Nothing is cut off or left out.",
    "契約が定める報告値の範囲の外の値です。切り捨ても除外もしません。"),
  entry(
    "P937", "a design that changes what is measured", "測定を変える設計",
    "A design compares thresholds, prices and limits on the same replicates. What changes populations, values or indicators is measured anew: try it with 'pfs scenario --sweep' or 'pfs simulate --set'.",
    "設計では、基準値・単価・上限を同じ再抽出のもとで比べます。対象者・値・指標を変えるものは測定し直す必要があるため、「pfs scenario --sweep」や「pfs simulate --set」で試してください。"
  ),
  entry(
    "P938", "not an amount", "額として読めない",
    "What a payment is compared with is an amount with tax, without its currency: 20,000,000. Commas stand between groups of three digits only.",
    "支払額と比べる額は、税込みで、20,000,000のように通貨を付けずに書きます。コンマは三桁ごとに限ります。"),
  entry(
    "P939", "no such earlier period", "先の期間でない",
    "Periods that are simulated together are those of the contract from the one that --from names to the one that is asked for, each settled behind those before it.",
    "まとめて試算するのは、--fromの期間から対象の期間までの契約の期間で、それぞれ先の期間の精算の後に精算します。"),
  entry(
    "P942", "an empty list of settlements", "空の精算一覧",
    "The manifest of a batch has a header line and one row for each settlement.",
    "一括精算の一覧には、見出し行と、精算ごとの一行が必要です。"),
  entry(
    "P943", "one output for two settlements", "出力先の重複",
    "Two rows of a manifest name the same output directory; nothing was settled.",
    "一覧の二つの行が同じ出力先を指定しています。何も精算していません。"),
  entry(
    "P951", "no such figure", "数値がない",
    "A figure is named as in the contract or in the other language; 'pfs explain BUNDLE --list' shows all.",
    "数値は契約の名前(どちらの言語でも可)で指定します。「pfs explain 記録 --list」で一覧を示します。"),
  entry(
    "P953", "the settlement of another contract", "別の契約の精算",
    "Earlier settlements that are given with --prior, and earlier editions with --published, must be of the same contract; editions of its text in the same language, because figures are compared by their names.",
    "--priorで与える過去の精算と、--publishedで与える過去の版は、同じ契約のものでなければなりません。版は、数値を名前で比べるため、同じ言語の契約によるものに限ります。"),
  entry(
    "P954", "an earlier settlement is suspended", "保留中の過去の精算",
    "A suspended settlement has no payable amount, so what earlier years paid is not known.",
    "保留中の精算には支払額がないため、過去の支払額が定まりません。"),
  entry(
    "P958", "the settlement of another period", "別の年度の精算",
    "`pfs diff` compares two settlements of one period of one contract, such as a settlement and its correction.",
    "`pfs diff`は、精算とその訂正のように、同じ契約・同じ年度の二つの精算を比べます。"),
  entry(
    "P955", "a damaged bundle", "破損した記録",
    "Files of the bundle are not as its manifest says: changed, missing or added. Nothing of it is used. Exit code 5.",
    "記録のファイルが目録と一致しません(変更・欠落・追加)。内容は使いません。終了コードは5です。"),
  entry(
    "P956", "an earlier settlement in the other language", "別の言語による過去の精算",
    "A bundle given with --prior was settled from the text in the other language. Its amounts are used as recorded; whether both texts are one contract is for the reader to check ('pfs translate').",
    "--priorで与えた記録は、別の言語の契約による精算です。金額は記録のまま用います。両言語の契約が同一であることは「pfs translate」などで確かめてください。"),
  entry(
    "P959", "no pair for a name in an earlier settlement", "過去の精算の名前に対がない",
    "A limit over several settlements counts what a share has come to. A settlement from the text in the other language records it under the other name, which the vocabulary beside the contract must have: else nothing would be counted.",
    "複数の精算にわたる限度は、負担者のこれまでの額を数えます。別の言語の契約による精算はその言語の名前で記録しているため、契約と並ぶ語彙ファイルに対が必要です。対がなければ数えられません。"),
  entry(
    "P957", "neither a bundle nor a code", "精算の記録でもコードでもない",
    "'pfs explain' takes the directory of a settlement, or the code of a message such as U201.",
    "pfs explain には、精算の記録のディレクトリか、U201 などのメッセージのコードを指定します。"),
  entry(
    "P960", "a limit that counts nothing of an earlier settlement", "過去の精算を数えない限度",
    "A limit over several settlements counts a share by its name. The earlier settlement records no share of that name, but others that the contract does not know: a share, or the block, may have been renamed, and then more could be borne than the limit allows.",
    "複数の精算にわたる限度は、負担者を名前で数えます。過去の精算にその名前の負担者がなく、契約にない負担者があります。負担者または欄の名前を改めたのであれば、限度を超えて負担するおそれがあります。"
  ),
  entry(
    "P961", "a bundle that does not recompute", "再計算と一致しない記録",
    "The ledger records only what this program recomputes from the bundle to the same bytes. Exit code 5.",
    "台帳に記録できるのは、このプログラムで再計算して一致する精算の記録だけです。終了コードは5です。"),
  entry(
    "P962", "not the recorded bundle", "台帳の記録と異なる精算の記録",
    "Bundles given with --later are those that count in the ledger for their periods.",
    "--laterで与える記録は、台帳でその年度について有効なものに限ります。"),
  entry(
    "P963", "no place for later settlements", "再精算の出力先がない",
    "Later periods are settled again into --output, one directory for each.",
    "後の年度は、--outputの下に年度ごとのディレクトリとして再精算します。"),
  entry(
    "P964", "an unknown kind of account", "預金種目が不明",
    "The kind of account is ordinary, current or savings.",
    "預金種目は、普通・当座・貯蓄のいずれかです。"),
  entry(
    "P965", "no single account", "口座が定まらない",
    "The payer's file has one row; the payees' file has one row for each contract that is paid.",
    "委託者のファイルは1行、受取人のファイルは支払う契約ごとに1行です。"),
  entry(
    "P966", "what an interrupted run left", "中断した実行が残したもの",
    "A run that was killed while it wrote leaves a half-written directory or file, hidden beside its place, which may hold personal records. The next run beside it removes it, unless the process that makes it is alive.",
    "書込み中に強制終了された実行は、書きかけのディレクトリやファイルを出力先の隣に隠しファイルとして残すことがあり、個人の記録を含み得ます。次の実行が、作成中の処理が動いていないことを確かめて削除します。"
  ),
  entry(
    "P967", "a key that cannot be used", "使えない鍵",
    "Pseudonyms are made with a key of 32 to 1,024 bytes from a file that only its owner may read. Who has the key can find persons in the edition.",
    "仮名は、所有者だけが読める32〜1,024バイトのファイルの鍵で作ります。鍵を持つ人は、個人を特定できます。"),
  entry(
    "P968", "an edition with other figures", "数値の異なる版",
    "An edition is written only if it recomputes to the figures of the bundle.",
    "版は、元の記録と同じ数値が再計算できるときだけ作成します。"),
  entry(
    "P969", "an edition for the public", "公表用の版",
    "An edition for the public holds figures without their records. It can be verified and read; replaying, explaining, comparing and recording need the full record.",
    "公表用の版は、基礎となる記録を含みません。検証と閲覧はできますが、再計算・根拠の表示・比較・台帳への記録には完全な記録が必要です。"),
  entry(
    "P970", "small numbers that follow from what is published", "公表額から逆算できる少人数",
    "A number of few persons follows from amounts that everybody learns (total, tax, payable, due, and those that are named with --known or were published before), so that no choice of figures protects it. Publish later periods together, or ask for fewer possible values with --width.",
    "誰もが知る金額(total、tax、payable、due、--knownで挙げたもの、公表済みのもの)から少人数の数が逆算できるため、どの数値を秘匿しても守れません。期間をまとめて公表するか、--widthを小さくしてください。"
  ),
  entry(
    "P971", "no earlier settlement", "過去の精算でない",
    "A report shows the period of its bundle and earlier periods of the same contract, each once: those that are given with --prior.",
    "報告書は、その記録の期間と、--priorで与えた同じ契約の過去の期間を、それぞれ一度ずつ示します。"),
  entry(
    "P972", "a record whose figures do not follow", "数値が導かれない記録",
    "A report is made from the measured figures that the bundle records; achievement, payments and the amount due are derived again from them and must be those of the record. Another release of the language may derive others: 'pfs replay' says so. Exit code 5.",
    "報告書は、記録されている測定値から達成度・支払・差引支払額を導き直し、記録の数値と一致することを確かめて作ります。言語の版が異なると一致しないことがあり、「pfs replay」で確かめられます。終了コードは5です。"
  ),
  entry(
    "P973", "no port for the page", "ページを開けないポート",
    "`pfs serve` listens on one port of this machine. The port is taken, or may not be used. Exit code 4.",
    "`pfs serve`はこの端末のポートを一つ使います。ほかで使用中か、使う権限がありません。終了コードは4です。"),
  entry(
    "P974", "no analysis to report", "報告書にできる分析でない",
    "`pfs report` takes a bundle, or the JSON that `pfs simulate`, `pfs sensitivity` or `pfs design` wrote, byte for byte. One replicate alone, a scenario and a sweep have no page.",
    "`pfs report`には、精算の記録か、`pfs simulate`・`pfs sensitivity`・`pfs design`が書き出したJSONをそのまま指定します。一つの反復、試算、範囲の試算のページはありません。"
  ),
  entry(
    "P979", "another settlement of an earlier period", "別の過年度の精算",
    "A settlement records the manifest of each earlier one that it was made with. A report shows that one beside it, and no other.",
    "精算は、用いた過年度の精算の目録を記録しています。報告書に並べられるのは、その精算だけです。"),
  entry(
    "P980", "ids of persons as names of figures", "識別番号を名称とする数値",
    "A figure that is divided by the key of a table that a population is drawn from has the ids of its rows in the names of its figures: in the settlement, the trace and the statement. Such a settlement has no edition with pseudonyms.",
    "対象者の母集団となる表のキーで区分した数値は、精算・計算過程・精算書の数値の名称に識別番号を含みます。このような精算からは、仮名化した版を作成できません。"
  ),
  entry(
    "P981", "public editions of earlier periods not given", "以前の期の公表用の版がない",
    "A settlement that takes off what earlier periods were paid shows by how much it differs from them, and so how many came since. Whether these are few is looked at only beside what was published of them.",
    "以前の期の支払を控除する精算では、その差から、その間に加わった人数が分かります。少人数かどうかは、以前に公表した版と比べなければ確かめられません。"),
  entry(
    "P982", "from how many persons numbers are published", "公表する最少人数",
    "Small numbers of persons are never published by default: the contract says from how many on (publish  at least 10 persons), or --threshold does. --threshold may ask for more than the contract, never for less.",
    "少人数の数をどこから公表するかに既定値はありません。契約の定め(公表  10人以上)又は--thresholdによります。--thresholdで契約の定めより厳しくすることはできますが、緩めることはできません。"
  ),
  entry(
    "P983", "not in the other language", "もう一方の言語にできない",
    "A report or statement in the other language is that of the translated contract: every name, title and line is translated by the vocabulary in the bundle. Where a name has no pair it is refused instead of mixing the languages.",
    "もう一方の言語の報告書や精算書は、翻訳した契約によるものです。名前・題名・行はすべて、記録にある語彙表で訳します。対のない名前があれば、言語を混ぜずに断ります。"
  ),
  entry(
    "P999", "an error that should not happen", "起きるはずのない誤り",
    "A fault of this program; please report it.", "このプログラムの不具合です。開発者に連絡してください。"),
]

private func entry(
  _ code: String, _ title: String, _ titleJapanese: String, _ page: String, _ pageJapanese: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: title, ja: titleJapanese),
    explanation: Text(en: page, ja: pageJapanese))
}
