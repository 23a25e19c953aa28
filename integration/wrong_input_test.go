package integration

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/internal/testkit"
)

const smallTree = "level,code,name_vi,name_en,unit_type,parent_code\n" +
	"province,94,Tỉnh Sóc Trăng,Soc Trang Province,Tỉnh,\n" +
	"district,943,Huyện Kế Sách,Ke Sach District,Huyện,94\n"

// cast is a node with a small tree and people of the province.
func cast(t *testing.T) (n *testkit.Node, lan, minh, hung *testkit.Person) {
	t.Helper()
	n = testkit.New(t, time.Date(2026, 10, 5, 1, 0, 0, 0, time.UTC))
	if _, err := n.Import(smallTree, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	lan, minh, hung = n.Account("lan", domain.Contributor, "94"), n.Account("minh", domain.Editor, "94"), n.Account("hung", domain.BoardHead, "94")
	hung.Seat(board.Head, "94")
	return n, lan, minh, hung
}

type object = map[string]any

func document(number, title, body string) object {
	return object{"agency": "94", "kind": "legal_document", "content": object{
		"title": title, "summary": "Tóm tắt.", "body": body, "metadata": object{"creator": "Văn phòng"},
		"details": object{"document": object{
			"number": number, "form": "Quyết định", "issuer": "Ủy ban nhân dân tỉnh", "issued_on": "2026-10-02", "signer": "Chủ tịch", "abstract": "Trích yếu",
		}},
	}}
}

func draft(t *testing.T, who *testkit.Person, what object) string {
	t.Helper()
	return who.API().Do(http.MethodPost, "/api/v1/publications", what).Want(http.StatusCreated).Object()["id"].(string)
}

func refused(t *testing.T, r *testkit.Answer, status int, code string) {
	t.Helper()
	if r.Status != status || !strings.Contains(string(r.Body), `"`+code+`"`) {
		t.Errorf("%d %s, want %d with %s", r.Status, r.Body, status, code)
	}
	if got := r.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
		t.Errorf("a refusal as %s", got)
	}
}

// head is how many events there are: refusals must not add any.
func head(t *testing.T, n *testkit.Node) uint64 {
	t.Helper()
	n.Settle()
	at, err := n.App.Queries.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWrongInputIsRefusedAndLeavesNothing(t *testing.T) {
	n, lan, minh, hung := cast(t)
	id := draft(t, lan, document("21/2026/QĐ-UBND", "Quyết định số một", "Nội dung."))
	lan.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/submission", object{}).Want(http.StatusOK)
	hung.Token()
	minh.Token()
	before := head(t, n)
	const drafts = "/api/v1/publications"
	valid := document("22/2026/QĐ-UBND", "Quyết định số hai", "Nội dung.")

	twice := document("21/2026/qđ-ubnd", "Quyết định trùng số", "Nội dung.")
	refused(t, minh.API().Do(http.MethodPost, drafts, twice), http.StatusConflict, "publication.number_taken")
	refused(t, minh.API().Do(http.MethodPut, drafts+"/"+id+"/content", valid["content"], "If-Match", `"0"`), http.StatusConflict, "stale.revision")
	refused(t, minh.API().Do(http.MethodPut, drafts+"/"+id+"/content", valid["content"]), 428, "precondition.required")

	unknown := document("23/2026/QĐ-UBND", "Quyết định", "Nội dung.")
	unknown["content"].(object)["colour"] = "red"
	r := minh.API().Do(http.MethodPost, drafts, unknown)
	refused(t, r, http.StatusUnprocessableEntity, "request.unknown_field")
	if !strings.Contains(string(r.Body), "colour") {
		t.Errorf("the unknown field is not named: %s", r.Body)
	}
	refused(t, minh.API().Do(http.MethodGet, drafts+"?colour=red", nil), http.StatusUnprocessableEntity, "request.unknown_parameter")
	if r := minh.API().Do(http.MethodPost, drafts, `{"agency":"94","kind":"news","content":{"title":"`+"\xff\xfe"+`"}}`); r.Status != http.StatusBadRequest && r.Status != http.StatusUnprocessableEntity {
		t.Errorf("invalid UTF-8 was answered with %d %s", r.Status, r.Body)
	}
	refused(t, minh.API().Do(http.MethodPost, drafts, document("24/2026/QĐ-UBND", strings.Repeat("dài ", 100), "")), http.StatusUnprocessableEntity, "request.too_long")
	refused(t, n.API().Do(http.MethodPost, drafts, valid), http.StatusUnauthorized, "auth.token_required")
	refused(t, lan.API().Do(http.MethodPost, drafts+"/"+id+"/approval", object{"content_hash": strings.Repeat("0", 64), "checklist": checklist()}), http.StatusForbidden, "publication.no_authority")

	if after := head(t, n); after != before {
		t.Errorf("refusals left %d events behind", after-before)
	}
}

// The head of a board may write, but not approve what she wrote: nothing of two
// roles makes two persons.
func TestNobodyApprovesTheirOwnText(t *testing.T) {
	n, _, minh, hung := cast(t)
	id := draft(t, hung, document("25/2026/QĐ-UBND", "Quyết định tự duyệt", "Nội dung."))
	hung.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/submission", object{}).Want(http.StatusOK)
	n.Settle()
	var w work
	hung.API().Get("/api/v1/work/" + id).Want(http.StatusOK).Into(&w)
	refused(t, hung.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/approval", approval(w, time.Time{})), http.StatusForbidden, "publication.same_person")
	page := hung.Get("/quan-tri/muc/" + id + "/duyet")
	if !strings.Contains(page.Body, "publication.same_person") {
		t.Errorf("the page does not tell why: %s", page.Text("main"))
	}
	// An editor without a seat has no power either, whoever wrote.
	refused(t, minh.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/approval", approval(w, time.Time{})), http.StatusForbidden, "publication.no_authority")
	n.API().Get("/api/v1/publications/" + id).Want(http.StatusNotFound)
}

// Two people edit at once: the second one sees both texts, and nothing is overwritten.
func TestAStaleEditorSeesBothTexts(t *testing.T) {
	n, lan, minh, _ := cast(t)
	id := draft(t, lan, document("26/2026/QĐ-UBND", "Quyết định hai người sửa", "Nguyên bản."))
	n.Settle()
	first := lan.Get("/quan-tri/muc/" + id + "/sua").Form("/sua")
	second := minh.Get("/quan-tri/muc/" + id + "/sua").Form("/sua")
	if page := first.Set("body", "Bản của Lan.").Send("luu"); page.Status != http.StatusOK {
		t.Fatalf("saving: %d %s", page.Status, page.Text("main"))
	}
	n.Settle()
	page := second.Set("body", "Bản của Minh.").Send("luu")
	if got := page.Text("main") + page.Body; page.Status != http.StatusConflict || !strings.Contains(got, "Bản của Lan") || !strings.Contains(got, "Bản của Minh.") {
		t.Errorf("the conflict page (%d) does not hold both texts: %s", page.Status, page.Text("main"))
	}
	n.Settle()
	var w struct{ Content struct{ Body string } }
	lan.API().Get("/api/v1/work/" + id).Want(http.StatusOK).Into(&w)
	if w.Content.Body != "Bản của Lan." {
		t.Errorf("the body is %q now", w.Content.Body)
	}
}

func TestTextIsStoredInFormC(t *testing.T) {
	n, lan, _, hung := cast(t)
	const title = "Quyết định về hành tím Vĩnh Châu"
	id := draft(t, lan, document("27/2026/QĐ-UBND", norm.NFD.String(title), norm.NFD.String("Phường Khánh Hòa.")))
	publish(t, n, lan, hung, id)
	r := n.API().Get("/api/v1/publications/" + id).Want(http.StatusOK)
	if !strings.Contains(string(r.Body), title) || !norm.NFC.IsNormal(r.Body) {
		t.Errorf("the text is not in form C: %s", r.Body)
	}
	if found := testkit.NewBrowser(n).Get("/tim-kiem?q=hanh+tim"); !strings.Contains(found.Text("main"), title) {
		t.Errorf("not found without marks: %s", found.Text("main"))
	}
}

func publish(t *testing.T, n *testkit.Node, lan, hung *testkit.Person, id string) {
	t.Helper()
	lan.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/submission", object{}).Want(http.StatusOK)
	n.Settle()
	var w work
	hung.API().Get("/api/v1/work/" + id).Want(http.StatusOK).Into(&w)
	hung.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/approval", approval(w, time.Time{})).Want(http.StatusOK)
	n.Settle()
}

// hostile is what a document must never do to its readers.
const hostile = "<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n[bấm](javascript:alert(3))\n\n![ảnh](https://third.example/x.png)\n\n<a href=\"data:text/html,x\">y</a>"

func TestMarkupIsNeutralEverywhere(t *testing.T) {
	n, lan, minh, hung := cast(t)
	const title = `Quyết định <script>alert("t")</script>`
	id := draft(t, lan, document("28/2026/QĐ-UBND", title, hostile))
	publish(t, n, lan, hung, id)
	minh.API().Do(http.MethodPost, "/api/v1/publications/"+id+"/correction", object{"reason": `<img src=x onerror="alert(4)">`}).Want(http.StatusOK)
	n.Settle()
	var w work
	minh.API().Get("/api/v1/work/" + id).Want(http.StatusOK).Into(&w)
	content := strings.Replace(string(w.Content), "alert(1)", "alert(11)", 1)
	minh.API().Do(http.MethodPut, "/api/v1/publications/"+id+"/content", content, ifMatch(w)...).Want(http.StatusOK)
	n.Settle()
	during := []*testkit.Page{hung.Get("/quan-tri/muc/" + id), minh.Get("/quan-tri/muc/" + id + "/sua")}
	publish(t, n, minh, hung, id)
	var p struct{ Page string }
	n.API().Get("/api/v1/publications/" + id).Want(http.StatusOK).Into(&p)
	anyone := testkit.NewBrowser(n)
	pages := append(during, hung.Get("/quan-tri/muc/"+id))
	for _, path := range []string{"", "/ban-in", "/lich-su", "/lich-su?tu=1&den=2", "/phien-ban/1"} {
		pages = append(pages, anyone.Get(p.Page+path))
	}
	pages = append(pages, anyone.Get("/"), anyone.Get("/van-ban"), anyone.Get("/tim-kiem?q=script"))
	for _, page := range pages {
		if page.Status != http.StatusOK || !strings.Contains(page.Body, "alert") {
			t.Errorf("%s (%d) does not show the text at all", page.URL, page.Status)
		}
		for _, selector := range []string{"script:not([src])", "[onerror]", `a[href^="javascript"]`, `a[href^="data"]`, `img[src*="third.example"]`, "img[src=x]"} {
			if page.Has(selector) {
				t.Errorf("%s holds %s", page.URL, selector)
			}
		}
		if csp := page.Header.Get("Content-Security-Policy"); csp == "" || strings.Contains(csp, "unsafe-inline") {
			t.Errorf("%s: content security policy %q", page.URL, csp)
		}
	}
	for _, feed := range []string{"/feeds/all.atom", "/feeds/all.rss"} {
		if page := anyone.Get(feed); strings.Contains(page.Body, "<script") {
			t.Errorf("%s holds a script", feed)
		}
	}
}
