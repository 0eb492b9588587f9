"""Sentences about setting and printing."""

SENTENCES: dict[str, tuple[str, str]] = {
    "print-glyph": (
        "“{text}”（{code}）在所带字体里没有字形，印不出来",
        "“{text}” ({code}) is in none of the fonts and cannot be printed",
    ),
    "print-glyph.hint": ("请换一个字符", "use another character"),
    "print-template": ("版式模板有误：{what}", "a print template fails: {what}"),
    "print-template.hint": (
        "请改正 overrides/print/ 里的模板，或删除它以使用自带的",
        "mend the template in overrides/print/, or remove it to use our own",
    ),
    "press-figure": (
        "选项 {key} 的值“{value}”不像纸张的数字",
        "option {key} cannot be “{value}”: no paper has that",
    ),
    "press-figure.hint": ("应当在 {low} 和 {high} 之间", "it lies between {low} and {high}"),
    "isbn-form": (
        "“{number}”不是13位的中国标准书号",
        "“{number}” is not an ISBN of thirteen digits",
    ),
    "isbn-form.hint": (
        "写成 ISBN 978-…；内部编号前面不要写 ISBN",
        "write ISBN 978-…; an internal number does not begin with ISBN",
    ),
    "isbn-check": (
        "书号“{number}”的校验码不对：是 {found}，应当是 {right}",
        "the check digit of “{number}” is {found} and should be {right}",
    ),
    "isbn-check.hint": ("请对照出版许可核对书号", "compare it with the publisher's notice"),
    # A printing
    "press-undated": (
        "第 {printing} 次印刷没有写日期",
        "printing {printing} has no date",
    ),
    "press-undated.hint": (
        "请加 --date YYYY-MM-DD，印在版权页上",
        "add --date YYYY-MM-DD; it is printed in the colophon",
    ),
    "press-printing-id": (
        "“{id}”不能作印次",
        "“{id}” cannot be the name of a printing",
    ),
    "press-printing-id.hint": (
        "写成数字，如 --printing 2",
        "write a number, such as --printing 2",
    ),
    "press-copies": ("印数“{value}”不是正整数", "“{value}” is no number of copies"),
    "press-copies.hint": ("如 --copies 5900", "for example --copies 5900"),
    "press-copies-missing": (
        "登记印次要写明印数",
        "a printing is recorded with its number of copies",
    ),
    "press-copies-missing.hint": (
        "加 --copies 重做付印包再登记，如 --copies 5900",
        "make the pack with --copies, such as --copies 5900, then confirm it",
    ),
    "press-book-unknown": ("没有“{book}”这本书", "there is no book “{book}”"),
    "press-book-unknown.hint": ("可用的：{known}", "known: {known}"),
    "press-printing-taken": (
        "第 {id} 次印刷已经登记，不能再登记一次",
        "printing {id} is recorded already and cannot be recorded again",
    ),
    "press-printing-taken.hint": (
        "下一次印刷请用下一个印次号",
        "the next print run has the next number",
    ),
    "press-printing-other": (
        "第 {id} 次印刷登记的是 {recorded}，与 {option} {given} 不同",
        "printing {id} is recorded with {recorded}, which is not {option} {given}",
    ),
    "press-printing-other.hint": (
        "去掉这个选项，或换一个印次",
        "leave the option out, or name another printing",
    ),
    "press-pack-other": (
        "付印包里的 {names} 与现在的源文件做出来的不同，不能登记",
        "{names} in the pack differ from what the sources make now; it cannot be confirmed",
    ),
    "press-pack-other.hint": (
        "若已经付印，请换回当时的源文件和设置；若还没有，先不加 --confirm 重做付印包",
        "if it is printed, restore the sources and settings of then; else make the pack anew first",
    ),
    "press-record-form": (
        "printings 不是逐行列出的，不能在后面添一行",
        "printings is not a list of rows, so that no row can be added",
    ),
    "press-record-form.hint": (
        "写成 printings: [] 或每个印次一行的列表，放在文件最后",
        "write printings: [] or a list with a row a printing, at the end of the file",
    ),
    "press-erratum-unknown": ("勘误登记册里没有 {id}", "there is no erratum {id} in the register"),
    "press-erratum-unknown.hint": (
        "用 handbook errata list 看编号",
        "handbook errata list shows the ids",
    ),
    "press-erratum-amendment": (
        "{id} 是修订，重印只能收勘误",
        "{id} is an amendment; a printing carries errata alone",
    ),
    "press-erratum-amendment.hint": (
        "修订进下一版",
        "amendments go into the next edition",
    ),
    "press-erratum-state": (
        "{id} 还没有采纳（{state}），不能印进书里",
        "{id} is {state}, not accepted, and cannot be printed",
    ),
    "press-erratum-state.hint": (
        "先用 handbook errata accept 采纳",
        "accept it first with handbook errata accept",
    ),
    "press-erratum-elsewhere": (
        "{id} 说的是 {there} 里的文字，不在这本书里",
        "{id} is about {there}, which is not in this book",
    ),
    "press-erratum-elsewhere.hint": (
        "从 --errata 里去掉它，或加 --book {there}",
        "leave it out of --errata, or say --book {there}",
    ),
    "press-erratum-group": (
        "{id} 与 {others} 是同一件事的几处，要一起印",
        "{id} is one matter with {others}; they are printed together",
    ),
    "press-erratum-group.hint": (
        "把 {others} 也写进 --errata",
        "name {others} in --errata as well",
    ),
    "press-errata-dropped": (
        "注意：上一次印刷已改正 {ids}，这一次没有写，会印回原来的文字",
        "note: the printing before carried {ids}, this one does not and prints the old words",
    ),
    # Files of the press pack
    "press-profile-missing": (
        "找不到输出特性文件“{path}”（print.profile）",
        "there is no output profile “{path}” (print.profile)",
    ),
    "press-profile-missing.hint": (
        "请放好承印单位给的 ICC 文件；没有就去掉这一项，付印包不声明 PDF/X",
        "put the print shop's ICC file there, or leave it out: the pack then claims no PDF/X",
    ),
    "press-profile-kind": (
        "“{path}”不是 CMYK 输出特性文件（ICC，prtr）",
        "“{path}” is no CMYK output profile (ICC, prtr)",
    ),
    "press-profile-kind.hint": (
        "请向承印单位要他们印刷条件的 ICC 文件",
        "ask the print shop for the profile of its printing condition",
    ),
    "press-step-set": ("排版内文和封面", "setting interior and cover"),
    "press-claim-none": (
        "没有指定 print.profile，付印包不声明 PDF/X",
        "print.profile names no profile: the pack makes no claim of PDF/X",
    ),
    "press-claim": ("PDF/X-4，输出条件 {name}", "PDF/X-4, output condition {name}"),
    "press-summary": (
        "{pages} 面（末尾空白 {padding}），{binding}，{spine}；条文 {identical}/{provisions} 一致",
        "{pages} pages ({padding} blank at the end), {binding}, {spine};"
        " {identical}/{provisions} provisions identical",
    ),
    "press-spine": ("书脊 {width} 毫米（{low}–{high}）", "spine {width} mm ({low}–{high})"),
    "press-spine-none": ("没有书脊", "no spine"),
    "press-written": ("付印包：{path}", "press pack: {path}"),
    "press-more": ("另有 {count} 处", "and {count} more"),
    "press-refused": (
        "付印包有错，没有写出：certificate {differences} 处不符，preflight {errors} 个错误",
        "not written: {differences} differences in the certificate, {errors} errors in preflight",
    ),
    "press-confirmed": (
        "已登记：{printing}，印 {copies} 册，{lines} 行的位置在 {path}",
        "recorded: {printing}, {copies} copies; the places of {lines} lines are in {path}",
    ),
    "about-press": ("做一次印刷的付印包", "make the press pack of a printing"),
    "about-press-edition": ("已冻结的版次，如 2018", "a frozen edition, such as 2018"),
    "about-press-book": (
        "handbook（默认）、bulletins、methods、regulations 或 records/名称",
        "handbook (the default), bulletins, methods, regulations or records/NAME",
    ),
    "about-press-printing": (
        "印次，默认下一次",
        "the printing; default: the next one",
    ),
    "about-press-errata": (
        "这一次印刷改正的勘误编号，用空格或逗号隔开",
        "errata that this printing corrects, parted by blanks or commas",
    ),
    "about-press-confirm": (
        "登记：把印次和页码行号表写进版次",
        "record the printing and its page map in the edition",
    ),
    "about-press-copies": ("印数，印在版权页上", "copies, printed in the colophon"),
    "about-press-date": (
        "印刷日期；第一次印刷默认出版日期",
        "the printing's date; that of the edition for a first one",
    ),
}
