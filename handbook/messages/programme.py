"""Sentences about the roll-out's data: the ledger of distribution."""

SENTENCES: dict[str, tuple[str, str]] = {
    "distribution-syntax": (
        "印发台账写法有误：{what}",
        "the ledger of distribution cannot be read: {what}",
    ),
    "distribution-syntax.hint": ("请按 YAML 的写法改正", "write it as YAML"),
    "distribution-form": (
        "印发台账的“{key}”写得不对",
        "“{key}” of the ledger of distribution is not what it should be",
    ),
    "distribution-form.hint": ("应当是：{form}", "it takes {form}"),
    "distribution-key": ("{where} 里没有“{key}”这一项", "{where} has no key “{key}”"),
    "distribution-key.hint": ("可用的：{known}", "known: {known}"),
    "distribution-key-twice": ("{where} 里“{key}”写了两次", "{where} has “{key}” twice"),
    "distribution-key-twice.hint": ("请留一处", "keep one"),
    "distribution-twice": (
        "“{unit}”有两行，前一行在第 {other} 行",
        "“{unit}” has two rows; the other is on line {other}",
    ),
    "distribution-twice.hint": ("请合成一行", "make it one row"),
    "distribution-printing": (
        "“{key}”的印次写得不对",
        "the printing of “{key}” is not what it should be",
    ),
    "distribution-printing.hint": (
        "写成“版次/印次”，如 2018/1；记录本可以不写，写 copies",
        "edition/printing, such as 2018/1; a record book may have copies instead",
    ),
    "distribution-book": ("没有“{book}”这种记录本", "there is no record book “{book}”"),
    "distribution-book.hint": ("记录本在 docs/records/ 里", "they are in docs/records/"),
    "distribution-unknown": (
        "没有“{printing}”这一印次",
        "there is no printing “{printing}”",
    ),
    "distribution-unknown.hint": (
        "已登记的：{known}；付印后用 press --confirm 登记",
        "known: {known}; a printing is recorded by press --confirm",
    ),
    "distribution-over": (
        "{name}发出{total}册，只印了{printed}册",
        "{total} copies of {name} were handed out, and {printed} printed",
    ),
    "distribution-over.hint": (
        "请核对各部门的册数和印数",
        "compare the departments' copies with what was printed",
    ),
    "slip-to": (
        "{printing}的勘误表发{units}个单位，共{copies}册：",
        "the slip of {printing} goes to {units} units with {copies} copies:",
    ),
    "slip-to-nobody": (
        "印发台账里没有单位持有{printing}",
        "by the ledger no unit has {printing}",
    ),
}
