package searchtest

import (
	"strings"
	"testing"

	"minhbach/projections/search"
)

func highlights(t *testing.T, open Open) {
	body := strings.Repeat("Phần mở đầu không nói gì. ", 40) + "Ở huyện Kế Sách có nhiều vườn cây. " +
		strings.Repeat("Phần sau cũng vậy thôi. ", 40) + "Người Kế Sách trồng bưởi."
	ix := filled(t, open,
		search.Document{ID: "a", Title: "Vườn bưởi ở Kế Sách, Sóc Trăng", Summary: "Bưởi năm roi được mùa.", Body: body, Keywords: []string{"bưởi", "kế sách"}},
		search.Document{ID: "b", Title: decompose("Mùa gặt ở Trần Đề"), Summary: decompose("Đồng lúa chín.")})
	title := func(text, want string) {
		t.Helper()
		r := ask(t, ix, search.Query{Text: text, Highlight: true})
		if len(r.Hits) != 1 {
			t.Fatalf("%q: %d hits", text, len(r.Hits))
		}
		if got := show(r.Hits[0].Title); got != want {
			t.Errorf("%q: title %s\n want %s", text, got, want)
		}
	}
	title("ke sach", "Vườn bưởi ở [Kế Sách], Sóc Trăng")
	title("KẾ SÁCH", "Vườn bưởi ở [Kế Sách], Sóc Trăng")
	title("sóc buoi", "Vườn [bưởi] ở Kế Sách, [Sóc] Trăng")
	title("soc trang ke sach", "Vườn bưởi ở [Kế Sách], [Sóc Trăng]")
	title("nam roi", "Vườn bưởi ở Kế Sách, Sóc Trăng")
	title("tran de", decompose("Mùa gặt ở ")+"["+decompose("Trần Đề")+"]")
	title("ở sóc tră", "Vườn bưởi [ở] Kế Sách, [Sóc Trăng]")

	r := ask(t, ix, search.Query{Text: "ke sach", Highlight: true})
	if n := len(r.Hits[0].Passages); n < 2 || n > 3 {
		t.Fatalf("%d passages", n)
	}
	for _, p := range r.Hits[0].Passages {
		shown, plain := show(p), ""
		for _, f := range p {
			plain += f.Text
		}
		if !strings.Contains(strings.ToLower(shown), "[kế sách]") || len(plain) > 400 {
			t.Errorf("passage %s", shown)
		}
		if !strings.Contains(body+"|kế sách", plain) {
			t.Errorf("no passage of the original: %q", plain)
		}
	}
	r = ask(t, ix, search.Query{Text: "nam roi", Highlight: true})
	if got := show(r.Hits[0].Passages[0]); got != "Bưởi [năm roi] được mùa." {
		t.Errorf("passage %s", got)
	}
	r = ask(t, ix, search.Query{Text: "nam roi"})
	if h := r.Hits[0]; show(h.Title) != "Vườn bưởi ở Kế Sách, Sóc Trăng" || h.Passages != nil {
		t.Errorf("without highlights: %+v", h)
	}
	r = ask(t, ix, search.Query{Highlight: true, Order: search.ByID})
	if h := r.Hits[0]; show(h.Title) != "Vườn bưởi ở Kế Sách, Sóc Trăng" || h.Passages != nil {
		t.Errorf("without text: %+v", h)
	}
}

func suggestions(t *testing.T, open Open) {
	ix := filled(t, open,
		search.Document{ID: "1", Kind: search.Dataset, Title: "Dân số theo huyện"},
		search.Document{ID: "2", Kind: search.Dataset, Title: "Thống kê dân số tỉnh"},
		search.Document{ID: "3", Kind: search.Publication, Title: "Dẫn nước về đồng"},
		search.Document{ID: "4", Kind: search.Agency, Title: "Chi cục Dân số", Weight: 3},
		search.Document{ID: "5", Kind: search.Dataset, Title: "Dân số theo huyện"},
		search.Document{ID: "6", Kind: search.Publication, Title: "Quyết định về giá", Number: "12/2024/QĐ-UBND"},
		search.Document{ID: "7", Kind: search.Publication, Title: decompose("Đồng bào dân tộc")})
	for _, c := range []struct {
		typed string
		limit int
		want  string
	}{
		{"dân số", 9, "Dân số theo huyện|Chi cục Dân số|Thống kê dân số tỉnh"},
		{"dan so", 9, "Dân số theo huyện|Chi cục Dân số|Thống kê dân số tỉnh"},
		{decompose("DÂN SỐ"), 9, "Dân số theo huyện|Chi cục Dân số|Thống kê dân số tỉnh"},
		{"dan so th", 9, "Dân số theo huyện|Thống kê dân số tỉnh"},
		{"dân số", 1, "Dân số theo huyện"},
		{"thong k", 9, "Thống kê dân số tỉnh"},
		{"đồ", 9, decompose("Đồng bào dân tộc") + "|Dẫn nước về đồng"},
		{"12/2024", 9, "Quyết định về giá"},
		{"12/2024/q", 9, "Quyết định về giá"},
		{"xyz", 9, ""},
		{"", 9, ""},
		{"  ", 9, ""},
		{"dan", 0, ""},
	} {
		got, err := ix.Suggest(t.Context(), c.typed, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, s := range got {
			titles = append(titles, s.Text)
			if s.ID == "" || s.Kind == "" {
				t.Errorf("%+v", s)
			}
		}
		if strings.Join(titles, "|") != c.want {
			t.Errorf("%q: %s\n want %s", c.typed, strings.Join(titles, "|"), c.want)
		}
	}
}

// A filter that leaves nothing does not make another text of what was typed.
func spelling(t *testing.T, open Open) {
	ix := filled(t, open, shelf()...)
	r := ask(t, ix, search.Query{Text: "giá lúa", Kinds: []string{search.Publication}})
	if r.Total != 0 || r.Relaxed || r.Spelling != "" {
		t.Errorf("%+v", r)
	}
	// A text that nothing has, even in part, says which part there is.
	r = ask(t, ix, search.Query{Text: "qqqqq lúa"})
	if r.Total != 0 || r.Relaxed || r.Spelling != "lúa" {
		t.Errorf("%+v", r)
	}
}
