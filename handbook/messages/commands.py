"""Sentences about the commands in general."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Commands
    "site-url-missing": (
        "mkdocs.yml 没有 site_url，PDF 里不印二维码",
        "mkdocs.yml has no site_url; the PDFs carry no QR code",
    ),
    "site-url-missing.hint": ("发布前请填写网址", "set it before publishing"),
}
