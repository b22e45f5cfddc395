import Diagnostics

/// The manual's pages for the codes of this module.
public let evidenceCodes: [CodeEntry] = [
  entry(
    "K701", "the output exists already", "出力先が既に存在する",
    "A bundle is never written over anything. Name a directory that does not exist, or is empty.",
    "記録を既存のものに上書きすることはありません。存在しないか空のディレクトリを指定してください。"),
  entry(
    "K702", "no right to write or read", "権限がない",
    "The file or directory may not be written or read, or the file system is read-only.",
    "ファイル又はディレクトリへの権限がないか、読み取り専用のファイルシステムです。"),
  entry(
    "K703", "no space left", "空き容量がない",
    "The device or the quota is full. Nothing was left behind; what was there is unchanged.",
    "装置又は割当の容量が尽きました。記録は残されず、以前からあるものは変わっていません。"),
  entry(
    "K704", "the system could not write or read", "書き込み又は読み取りの失敗",
    "The system reported an error. Nothing was left behind; what was there is unchanged.",
    "システムが異常を報告しました。記録は残されず、以前からあるものは変わっていません。"),
  entry(
    "K705", "the data changed during the run", "処理中のデータの変更",
    """
    A data file has other bytes than when it was read for the settlement, so the bundle would not \
    hold what was settled. Settle again when nobody writes to the data.
    """,
    """
    データファイルの内容が、精算のため読み取った時と異なります。データへの書き込みがない状態で、もう一度精算してください。
    """),
  entry(
    "K706", "a file name that cannot be recorded", "記録できないファイル名",
    "File names in a bundle are relative, stay inside it, and hold no control character, backslash or percent sign.",
    "記録内のファイル名は相対パスで、外に出ず、制御文字・逆斜線・%を含まないものに限ります。"),
  entry(
    "K707", "not a bundle", "精算の記録でない",
    "The directory has no manifest-sha256.txt.",
    "ディレクトリに manifest-sha256.txt がありません。"),
  entry(
    "K709", "an archive that is not as it was made", "まとめた時のままでない記録",
    "A packed bundle holds its files as they are, one after the other. An archive with compressed or encrypted files, links, doubled or outward names, or anything between the files is refused, because two programs could see different bundles in it. Exit code 5.",
    "まとめられた記録は、ファイルを元のまま順に収めます。圧縮・暗号化・リンク・重複した名前・外を指す名前・余分な部分のあるものは、読む道具によって内容が異なり得るため受け付けません。終了コードは5です。"
  ),
  entry(
    "K710", "a packed bundle", "まとめられた記録",
    "To replay a settlement, to compare it, or to name the rows behind a figure, unpack the archive and name the directory.",
    "再計算、比較、根拠の行の表示には、展開してそのディレクトリを指定します。"),
  entry(
    "K708", "a damaged bundle", "破損した精算の記録",
    "A file of the bundle is not of the form that this program writes: emptied, cut off, or edited. Nothing of it is used. Exit code 5.",
    "記録のファイルが、このプログラムの書き出す形になっていません(空、途中まで、または編集済み)。内容は使いません。終了コードは5です。"),
]

private func entry(
  _ code: String, _ en: String, _ ja: String, _ english: String, _ japanese: String
) -> CodeEntry {
  CodeEntry(
    code: code, title: Text(en: en, ja: ja), explanation: Text(en: english, ja: japanese))
}
