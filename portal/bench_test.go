package portal_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkPages is what a page costs above its queries: finding the portal,
// building, rendering and compressing.
func BenchmarkPages(b *testing.B) {
	w := newWorld(b)
	w.put(decision(1, "## Điều 1\n\n"+strings.Repeat("Thời gian cập nhật không quá **hai** ngày làm việc kể từ ngày văn bản được ban hành. ", 300)))
	for n := range 20 {
		p := news("", provinceID, "tin-"+string(rune('a'+n)), "Tin tức trong ngày của tỉnh")
		p.ID = "01890000-0000-7000-8000-0000000000b" + string(rune('a'+n))
		w.put(p)
	}
	h := w.handler()
	for name, path := range map[string]string{"home": "/", "list": "/tin-tuc", "item": "/van-ban/07-2019-qd-ubnd", "history": "/van-ban/07-2019-qd-ubnd/lich-su"} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			b.ReportAllocs()
			for b.Loop() {
				rec := httptest.NewRecorder()
				h.ServeHTTP(rec, r)
				if rec.Code != http.StatusOK {
					b.Fatal(rec.Code)
				}
			}
		})
	}
}
