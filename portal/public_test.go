package portal_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"minhbach/domain/publication"
	"minhbach/portal/render/rendertest"
	"minhbach/projections/view"
)

// populated has every sort of item that a reader can meet.
func populated(t testing.TB) (*world, http.Handler) {
	w := newWorld(t)
	first := decision(1, "## Điều 1\n\nĐăng trong **hai** ngày.\n\n## Điều 2\n\nA.\n\n## Điều 3\n\nB.\n\n## Điều 4\n\nC.\n")
	first.Content.Attachments = []publication.Attachment{
		{SHA256: strings.Repeat("a", 64), Name: "quyết định.pdf", Title: "Bản ký", MediaType: "application/pdf", Size: 9},
		{SHA256: strings.Repeat("b", 64), Name: "mat.docx", Title: "Bản thảo", MediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Size: 9},
	}
	w.files[strings.Repeat("a", 64)] = []byte("%PDF-1.4\n")
	w.put(first)
	w.put(news("a1", districtID, "le-hoi", "Lễ hội đua ghe"))
	second := first
	second.Version, second.Reason = 2, "Sửa thời hạn tại Điều 1."
	second.Content.Body = strings.Replace(first.Content.Body, "**hai**", "**ba**", 1)
	second.Content.Translations = map[string]publication.Translation{"en": {Title: "Decision 07/2019", Summary: "On portals.", Body: "Three days.", Of: "older"}}
	w.put(second)
	gone := news("a2", districtID, "sai-so-lieu", "Tin sai số liệu")
	w.put(gone)
	gone.State, gone.Reason = view.Withdrawn, "Số liệu sai kỳ."
	w.put(gone)
	old := news("a3", districtID, "nghi-tet", "Lịch nghỉ Tết")
	w.put(old)
	old.State, old.Reason = view.Archived, "Hết thời gian áp dụng."
	w.put(old)
	w.put(news("a4", endedID, "xa-cu", "Tin của xã cũ"))
	return w, w.handler()
}

// paths of every public page over populated.
var paths = []string{
	"/", "/cq/kesach", "/cq/31537", "/tin-tuc", "/van-ban", "/van-ban?loai=legal_document&nam=2026&so=07/2019/qd-ubnd", "/cong-bao",
	"/van-ban/07-2019-qd-ubnd", "/van-ban/07-2019-qd-ubnd/ban-in", "/van-ban/07-2019-qd-ubnd/phien-ban/1", "/van-ban/07-2019-qd-ubnd/lich-su",
	"/van-ban/07-2019-qd-ubnd/lich-su?tu=2&den=1", "/van-ban/07-2019-qd-ubnd?as_of=1", "/cq/kesach/tin-tuc/nghi-tet", "/cq/31537/tin-tuc/xa-cu",
	"/co-cau-to-chuc", "/co-cau-to-chuc?ngay=2026-01-01", "/so-do-cong", "/thoi-han", "/thoi-han?ket-qua=tre", "/tim-kiem", "/tim-kiem?q=quyet+dinh",
	"/tim-kiem?q=khong+co+gi", "/tiep-can", "/hien-thi", "/?as_of=2026-03-05", "/tin-tuc?as_of=3",
	"/chung-thuc", "/chung-thuc?bam=" + strings.Repeat("a", 64), "/chung-thuc?bam=" + strings.Repeat("f", 64), "/chung-thuc/" + eventID(1), "/chung-thuc/" + eventID(5),
}

func english(path string) string {
	if path == "/" {
		return "/en"
	}
	if strings.HasPrefix(path, "/?") {
		return "/en" + path[1:]
	}
	return "/en" + path
}

// get asks for a page as an anonymous reader.
func get(h http.Handler, path string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// page asks for a page, applies every check of the house and wants a status.
func page(t *testing.T, h http.Handler, path string, status int) *rendertest.Doc {
	t.Helper()
	res := get(h, path)
	if res.StatusCode != status {
		t.Fatalf("%s: %d (%s), want %d", path, res.StatusCode, res.Header.Get("Location"), status)
	}
	return rendertest.Read(t, res)
}

func TestEveryPublicPageInBothLanguages(t *testing.T) {
	_, h := populated(t)
	for _, path := range paths {
		for _, lang := range []string{"vi", "en"} {
			address := path
			if lang == "en" {
				address = english(path)
			}
			d := page(t, h, address, http.StatusOK)
			if d.Attr("html", "lang") != lang {
				t.Errorf("%s is in %s", address, d.Attr("html", "lang"))
			}
			past := strings.Contains(address, "as_of=")
			if past != d.Has(".notice-past") {
				t.Errorf("%s: past %v, banner %v", address, past, d.Has(".notice-past"))
			}
			if (past || strings.Contains(path, "/hien-thi")) != d.Has("meta[name=robots][content=noindex]") && !strings.ContainsAny(path, "?") && !strings.Contains(path, "/ban-in") && !strings.Contains(path, "phien-ban") && path != "/tim-kiem" {
				t.Errorf("%s: robots", address)
			}
			if !strings.Contains(path, "/hien-thi") && !strings.Contains(path, "/ban-in") && !strings.Contains(path, "/chung-thuc") && (d.Attr("form[action] #as-of", "type") != "date" || !d.Has(".printout")) {
				t.Errorf("%s: no form for another day, or nothing for print", address)
			}
			other := map[string]string{"vi": "en", "en": "vi"}[lang]
			if d.Attr("link[rel=canonical]", "href") == "" || d.Attr("link[rel=alternate][hreflang="+lang+"]", "href") != d.Attr("link[rel=canonical]", "href") ||
				!strings.HasPrefix(d.Attr("link[rel=alternate][hreflang="+other+"]", "href"), "http") {
				t.Errorf("%s: canonical or alternate", address)
			}
		}
	}
}
