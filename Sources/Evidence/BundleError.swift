import Diagnostics
import Glibc

/// Why a bundle could not be written or read.
public enum BundleError: Error, Hashable, Sendable {
  /// The output directory exists and is not empty, or is not a directory.
  case outputExists(String)
  /// Rights are missing, or the file system is read-only.
  case notPermitted(String)
  /// The device or the quota is full.
  case noSpace(String)
  /// Any other failure of the system.
  case inputOutput(FileSystemFailure)
  /// A file of the data was changed after it was read for the settlement.
  case inputChanged(String)
  /// A file name that cannot be written into a manifest.
  case invalidName(String)
  /// No bundle: there is no manifest.
  case notABundle(String)
  /// A file of the bundle is not of the form that this program writes.
  case unreadable(bundle: String, file: String)
  /// An archive that is not of the form in which bundles are packed, or was changed.
  case archive(String, BundleArchive.Fault)
  /// What was asked needs the bundle's directory, and this is its archive.
  case packed(String)

  /// Sorts a failure of the system.
  init(_ failure: FileSystemFailure) {
    switch failure.code {
    case ENOSPC, EDQUOT: self = .noSpace(failure.path)
    case EACCES, EPERM, EROFS: self = .notPermitted(failure.path)
    default: self = .inputOutput(failure)
    }
  }

  /// The stable code.
  public var code: String {
    switch self {
    case .outputExists: "K701"
    case .notPermitted: "K702"
    case .noSpace: "K703"
    case .inputOutput: "K704"
    case .inputChanged: "K705"
    case .invalidName: "K706"
    case .notABundle: "K707"
    case .unreadable: "K708"
    case .archive: "K709"
    case .packed: "K710"
    }
  }

  /// The message.
  public var diagnostic: Diagnostic {
    Diagnostic(code: code, severity: .error, headline: headline, labels: [], remarks: remarks)
  }

  private var headline: Text {
    switch self {
    case .outputExists(let path):
      Text(en: "the output '\(path)' exists already", ja: "出力先「\(path)」は既に存在します")
    case .notPermitted(let path):
      Text(en: "'\(path)' may not be written or read", ja: "「\(path)」に書き込み又は読み取りの権限がありません")
    case .noSpace(let path):
      Text(
        en: "there is no space left to write '\(path)'", ja: "空き容量がないため「\(path)」に書き込めません")
    case .inputOutput(let failure):
      Text(
        en:
          "'\(failure.path)' could not be \(failure.words.en): \(SystemError.text(failure.code).en)",
        ja: "「\(failure.path)」を\(failure.words.ja)できません: \(SystemError.text(failure.code).ja)")
    case .inputChanged(let name):
      Text(
        en: "the data file '\(name)' was changed while it was being settled",
        ja: "データファイル「\(name)」が精算中に変更されました")
    case .invalidName(let name):
      Text(
        en: "the file name '\(name)' cannot stand in a bundle", ja: "ファイル名「\(name)」は記録に含められません")
    case .notABundle(let path):
      Text(en: "'\(path)' is not a bundle", ja: "「\(path)」は精算の記録ではありません")
    case .unreadable(let path, let file):
      Text(
        en: "the bundle '\(path)' is damaged: '\(file)' cannot be read",
        ja: "精算の記録「\(path)」が破損しています:「\(file)」を読み取れません")
    case .archive(let path, let fault):
      Text(
        en: "'\(path)' is not a packed bundle as it was made: \(fault.text.en)",
        ja: "「\(path)」は、まとめた時のままの精算の記録ではありません: \(fault.text.ja)")
    case .packed(let path):
      Text(en: "'\(path)' is packed", ja: "「\(path)」はまとめられた記録です")
    }
  }

  private var remarks: [Remark] {
    switch self {
    case .outputExists:
      [
        note("nothing was written or changed", "何も書き込まれず、変更もされていません"),
        help("name a directory that does not exist yet, or an empty one", "存在しないか空のディレクトリを指定します"),
      ]
    case .notPermitted, .noSpace, .inputOutput, .inputChanged, .invalidName:
      [
        note(
          "no bundle was left behind; what was there before is unchanged",
          "記録は残されず、以前からあるものは変わっていません")
      ]
    case .unreadable:
      [note("nothing of it was used", "内容は使っていません")]
    case .notABundle:
      [
        help(
          "a bundle is the directory that 'pfs settle --output' wrote, with manifest-sha256.txt, or what "
            + "'pfs pack' made of it",
          "精算の記録とは、pfs settle --output が書き出した、manifest-sha256.txt のあるディレクトリか、"
            + "pfs pack でまとめたものです")
      ]
    case .archive: [note("nothing of it was used", "内容は使っていません")]
    case .packed:
      [
        help(
          "unpack it with 'unzip', and name the directory",
          "unzip で展開し、そのディレクトリを指定します")
      ]
    }
  }

  private func note(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .note, lines: [Text(en: en, ja: ja)])
  }

  private func help(_ en: String, _ ja: String) -> Remark {
    Remark(kind: .help, lines: [Text(en: en, ja: ja)])
  }
}

extension FileSystemFailure {
  /// What was tried, in words.
  fileprivate var words: Text {
    switch operation {
    case .makeDirectory, .create: Text(en: "created", ja: "作成")
    case .open, .read, .list, .status: Text(en: "read", ja: "読み取り")
    case .write, .synchronise, .close, .setMode: Text(en: "written", ja: "書き込み")
    case .rename: Text(en: "put in its place", ja: "配置")
    }
  }
}
