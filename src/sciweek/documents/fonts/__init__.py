"""The fonts of papers: ours (OFL, cut to GB 2312 and 通用规范汉字表), and before them those an office has put in its own folder."""
