import Glibc

/// What the system's error numbers say, in both languages.
public enum SystemError {
  /// The reason behind an `errno`.
  public static func text(_ number: Int32) -> Text {
    switch number {
    case ENOENT: Text(en: "it does not exist", ja: "存在しません")
    case EACCES, EPERM: Text(en: "permission is denied", ja: "権限がありません")
    case EROFS: Text(en: "the file system is read-only", ja: "読み取り専用です")
    case ENOSPC, EDQUOT: Text(en: "there is no space left", ja: "空き容量がありません")
    case ENOTDIR: Text(en: "part of its path is not a directory", ja: "途中にディレクトリでないものがあります")
    case EEXIST, ENOTEMPTY: Text(en: "something else is there", ja: "別のものが存在します")
    case EISDIR: Text(en: "it is a directory", ja: "ディレクトリです")
    case ENAMETOOLONG: Text(en: "its name is too long", ja: "名前が長すぎます")
    case ELOOP: Text(en: "it is a link", ja: "リンクです")
    case EIO: Text(en: "the device reports an error", ja: "装置が異常を報告しました")
    case EFBIG: Text(en: "it is too large", ja: "大きすぎます")
    case EMFILE, ENFILE: Text(en: "too many files are open", ja: "開いているファイルが多すぎます")
    case ENOMEM: Text(en: "there is not enough memory", ja: "メモリが足りません")
    case EBUSY: Text(en: "it is in use", ja: "使用中です")
    case EBADF, ECONNRESET: Text(en: "it is closed", ja: "閉じられています")
    default: Text(en: "system error \(number)", ja: "システムエラー\(number)")
    }
  }
}
