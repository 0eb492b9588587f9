"""Record books and their forms: what a page's front matter describes, on paper and to fill in.

`layout` puts a form's fields on the lines of a page, `content` hands that to the templates as
XML, `books` knows which record books there are, and `fillable` makes fields of the blanks.
"""
