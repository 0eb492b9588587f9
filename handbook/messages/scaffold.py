"""Sentences about a new handbook."""

SENTENCES: dict[str, tuple[str, str]] = {
    # A new handbook
    "about-new": (
        "新建一本小手册，马上可以生成",
        "make a small handbook of your own, ready to build",
    ),
    "about-new-dir": ("新目录", "the folder to make"),
    "about-new-title": ("手册全称", "the handbook's full title"),
    "about-new-publisher": ("出版单位", "who publishes it"),
    "about-new-forge": ("写哪个平台的流水线文件", "whose workflow files to write"),
    "about-new-workflows": (
        "只把流水线文件写进已有的手册",
        "write just the workflow files, into a handbook that is there",
    ),
    "about-new-install": (
        "流水线里安装程序的命令",
        "what installs the program in the workflows",
    ),
    "new-there": ("{dir} 已经存在，而且不是空目录", "{dir} is there already, and not empty"),
    "new-there.hint": ("请换一个目录", "choose another folder"),
    "new-words": ("{option} 里有不可见的控制字符", "{option} holds invisible control characters"),
    "new-words.hint": ("请删去", "take them out"),
    "new-refused": ("写不进去：{what}", "cannot write there: {what}"),
    "new-refused.hint": ("请核对目录的权限和磁盘空间", "look at its permissions and the disk"),
    "handbook-written": (
        "已新建 {dir}；进入该目录，运行 handbook check 和 handbook build",
        "made {dir}; go there and run handbook check and handbook build",
    ),
    "workflows-written": ("已写入 {dir} 的流水线文件", "wrote the workflow files of {dir}"),
}
