import Diagnostics

/// What makes a bundle a bag: the tag files of BagIt 1.0 (RFC 8493), by which programs that nobody here
/// wrote verify it.
enum Bag {
  /// `bagit.txt`
  static let declaration = Array(
    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)

  /// What the profile in `Documentation/bundle-profile.json` calls itself.
  static let profile = "urn:pfs:settlement-bundle:1"

  /// `bag-info.txt`
  ///
  /// - Parameters:
  ///   - description: the labels of this bundle, each one line.
  ///   - bytes: the size of the payload.
  ///   - files: how many files the payload has.
  static func information(
    _ description: [(label: String, value: String)], bytes: Int, files: Int
  ) -> [UInt8] {
    let labels =
      [("BagIt-Profile-Identifier", profile)] + description.map { ($0.label, $0.value) }
      + [("Payload-Oxum", "\(bytes).\(files)")]
    return Array(labels.map { "\($0.0): \($0.1)\n" }.joined().utf8)
  }

  /// What `VERIFY.txt` says can be done with the files.
  enum Reader: Sendable {
    /// Everything is recomputed from the bundle.
    case settlement
    /// Nothing can be recomputed.
    case publicEdition
  }

  /// `VERIFY.txt`
  static func verification(for reader: Reader) -> [UInt8] {
    let (en, ja) =
      switch reader {
      case .settlement: (Self.recomputed, Self.recomputedJapanese)
      case .publicEdition: (Self.notRecomputed, Self.notRecomputedJapanese)
      }
    return Array((english + en + "\n\n" + japanese + ja).utf8)
  }

  private static let english = """
    How to verify this settlement

    Whether anything was changed is seen without any program of ours, in this directory:

        sha256sum -c --strict tagmanifest-sha256.txt
        sha256sum -c --strict manifest-sha256.txt

    Any BagIt tool (RFC 8493) does the same and notices added files, such as bagit-python:

        bagit.py --validate .

    Who prepared and who approved it is seen from the files in signatures/, if there are any.
    ALLOWED_SIGNERS is the office's list of persons and keys, in the form of ssh-keygen:

        ssh-keygen -Y verify -f ALLOWED_SIGNERS -I PERSON -n pfs-settlement/prepared \\
            -s signatures/prepared.sig < tagmanifest-sha256.txt
        ssh-keygen -Y verify -f ALLOWED_SIGNERS -I PERSON -n pfs-settlement/approved \\
            -s signatures/approved.sig < tagmanifest-sha256.txt

    Since when it is so is seen from the time stamps in signatures/ (RFC 3161), if there are any. CA_FILE holds
    the certificates of the authority that you trust:

        openssl ts -verify -data tagmanifest-sha256.txt -in signatures/time.tsr -CAfile CA_FILE


    """

  private static let recomputed = """
    Every figure is recomputed from the files in data/, to the same bytes, by

        pfs replay .

    environment.json says where and when the settlement was run; no figure depends on it.

    """

  private static let notRecomputed = """
    This is an edition for the public: it holds figures and no records, so nothing can be recomputed from it. The
    client, and whoever may see the full record, recomputes every figure by 'pfs replay'. bag-info.txt names that
    record by the SHA-256 of its manifest-sha256.txt.

    environment.json says where and when this edition was made; no figure depends on it.

    """

  private static let japanese = """
    この精算記録の検証方法

    変更の有無は、精算のプログラムがなくても確かめられます。このディレクトリで次を実行します。

        sha256sum -c --strict tagmanifest-sha256.txt
        sha256sum -c --strict manifest-sha256.txt

    BagIt(RFC 8493)に対応した道具なら、追加されたファイルも見つけます。例:bagit-python

        bagit.py --validate .

    作成者・承認者は、signatures/ の署名で確かめます(署名がある場合)。ALLOWED_SIGNERS は、職員と鍵を
    ssh-keygen の形式で並べた庁内の一覧です。

        ssh-keygen -Y verify -f ALLOWED_SIGNERS -I 職員 -n pfs-settlement/prepared \\
            -s signatures/prepared.sig < tagmanifest-sha256.txt
        ssh-keygen -Y verify -f ALLOWED_SIGNERS -I 職員 -n pfs-settlement/approved \\
            -s signatures/approved.sig < tagmanifest-sha256.txt

    いつから存在するかは、signatures/ のタイムスタンプ(RFC 3161)で確かめます(ある場合)。CA_FILE は、信頼する
    認証局の証明書です。

        openssl ts -verify -data tagmanifest-sha256.txt -in signatures/time.tsr -CAfile CA_FILE


    """

  private static let recomputedJapanese = """
    すべての数値は、data/ のファイルだけから同じ内容に再計算できます。

        pfs replay .

    environment.json は実行した環境と日時の記録で、数値には関係しません。

    """

  private static let notRecomputedJapanese = """
    これは公表用の版で、数値だけを含み、基礎となる記録を含まないため、再計算はできません。発注者と、完全な記録を
    閲覧できる者は、「pfs replay」ですべての数値を再計算できます。その記録は、bag-info.txt に
    manifest-sha256.txt のSHA-256で示しています。

    environment.json はこの版を作成した環境と日時の記録で、数値には関係しません。

    """
}
