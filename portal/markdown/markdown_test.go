package markdown

import (
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"heading moves down and gets an ASCII id", "# Điều 5. Tên miền", `<h2 id="muc-dieu-5-ten-mien">Điều 5. Tên miền</h2>`},
		{"same heading twice", "## Đ\n\n## đ", "<h3 id=\"muc-d\">Đ</h3>\n<h3 id=\"muc-d-2\">đ</h3>"},
		{"no deeper than h6", "###### x", `<h6 id="muc-x">x</h6>`},
		{"heading without letters", "# ???", `<h2 id="muc-phan">???</h2>`},
		{"own link", "[văn bản](/van-ban/1)", `<p><a href="/van-ban/1">văn bản</a></p>`},
		{"link that leaves", "[x](https://example.org/)", `<p><a href="https://example.org/" rel="nofollow noopener">x</a></p>`},
		{"bare link", "Xem https://example.org/a.", `<p>Xem <a href="https://example.org/a" rel="nofollow noopener">https://example.org/a</a>.</p>`},
		{"mail", "<a@example.org>", `<p><a href="mailto:a@example.org" rel="nofollow noopener">a@example.org</a></p>`},
		{"strike", "~~cũ~~", `<p><del>cũ</del></p>`},
		{"own image", "![Bản đồ](/tep/a.png)", `<p><img src="/tep/a.png" alt="Bản đồ"></p>`},
		{"foreign image is its text", "![Bản đồ](https://example.org/a.png)", `<p>Bản đồ</p>`},
		{"refused link is its text", "[x *y*](javascript:alert(1))", `<p>x <em>y</em></p>`},
		{"decomposed input", "cafe\u0301", "<p>caf\u00e9</p>"},
		{"raw tag shows", "a <b>c</b>", `<p>a &lt;b&gt;c&lt;/b&gt;</p>`},
		{"raw block shows", "<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"},
		{"list start", "3. x", "<ol start=\"3\">\n<li>x</li>\n</ol>"},
	} {
		if got := strings.TrimSpace(strings.ReplaceAll(string(Render(c.src)), "/>", ">")); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestManyEqualHeadingsGetDistinctIDs(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range TOC(strings.Repeat("# x\n", 3000) + "# x-2\n# x\n") {
		if seen[h.ID] {
			t.Fatalf("%s twice", h.ID)
		}
		seen[h.ID] = true
	}
	if len(seen) != 3002 {
		t.Errorf("%d headings", len(seen))
	}
}

func TestTablesScrollByKeyboardAndAlignByClass(t *testing.T) {
	got := string(Render("| Xã | Dân số |\n|---|--:|\n| Kế Sách | 1.234 |"))
	for _, want := range []string{`<div class="scroll" tabindex="0"><table>`, `<th scope="col">Xã</th>`, `<th class="num" scope="col">Dân số</th>`, `<td class="num">1.234</td>`} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %s in\n%s", want, got)
		}
	}
}

func TestFootnotesKeepTheirAnchors(t *testing.T) {
	got := string(RenderPrefix("tra-loi-", "Theo luật[^1].\n\n[^1]: Điều 17."))
	for _, want := range []string{`href="#tra-loi-fn:1"`, `id="tra-loi-fn:1"`, `id="tra-loi-fnref:1"`} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %s in\n%s", want, got)
		}
	}
}

func TestTextAndExcerpt(t *testing.T) {
	src := "# Thông báo\n\nNghỉ **Tết** từ `14/02`&nbsp;đến\n20/02 \\*.\n\n- một\n- hai\n\n|a|b|\n|-|-|\n|c|d|\n\n<b>x</b>[^1]\n\n[^1]: ghi chú"
	if got, want := Text(src), "Thông báo Nghỉ Tết từ 14/02 đến 20/02 *. một hai a b c d x ghi chú"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, c := range []struct {
		max       int
		src, want string
	}{
		{100, "Ủy ban nhân dân", "Ủy ban nhân dân"},
		{10, "Ủy ban nhân dân", "Ủy ban…"},
		{12, "Ủy ban, nhân dân", "Ủy ban…"},
		{5, "Nghiêngngả", "Nghi…"},
	} {
		if got := Excerpt(c.src, c.max); got != c.want {
			t.Errorf("%d: got %q, want %q", c.max, got, c.want)
		}
	}
}

func TestTOCMatchesTheRenderedIDs(t *testing.T) {
	src := "# Một\n\ntext\n\n## Hai *nghiêng*\n\n# Một"
	html := string(Render(src))
	toc := TOC(src)
	if len(toc) != 3 || toc[1].Level != 3 || toc[1].Text != "Hai nghiêng" || toc[2].ID != "muc-mot-2" {
		t.Fatalf("toc: %+v", toc)
	}
	for _, h := range toc {
		if !strings.Contains(html, `id="`+h.ID+`"`) {
			t.Errorf("%s is not in %s", h.ID, html)
		}
	}
}
