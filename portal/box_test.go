package portal_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"minhbach/internal/browser"
)

// With scripts the file does not leave the browser: its hash does. Without, it is sent.
func TestAFileStaysInTheBrowser(t *testing.T) {
	w, h := populated(t)
	srv := httptest.NewServer(h)
	defer srv.Close()
	const secret = "nội dung mật của tệp"
	bundle := `{"format":"minhbach-proof/1","event":"` + eventID(1) + `"}`
	for _, path := range []string{"/chung-thuc", "/"} {
		given := browser.Give(t, srv.URL, path, browser.File{Name: "mat.txt", Text: secret}, browser.File{Name: "goi.json", Text: bundle}, browser.File{Name: "mat.txt", Text: secret, Plain: true})
		hashed, judged, sent := given[0], given[1], given[2]
		if !strings.Contains(hashed.Hint, "không rời khỏi máy bạn") || !strings.Contains(hashed.URL, "/chung-thuc?bam=") || len(hashed.Faults) > 0 {
			t.Errorf("%s: %+v", path, hashed)
		}
		for _, r := range hashed.Requests {
			if r.Method != "GET" || r.Body != "" || strings.Contains(r.URL, "mat") {
				t.Errorf("%s: the file left: %+v", path, r)
			}
		}
		if !strings.Contains(judged.Said, "Gói chứng thực này đúng") {
			t.Errorf("%s: bundle: %+v", path, judged)
		}
		if strings.Contains(sent.Hint, "không rời khỏi") || sent.Requests[0].Method != "POST" || !strings.Contains(sent.Said, "Không có trong những gì đã công bố") {
			t.Errorf("%s: without scripts: %+v", path, sent)
		}
		if want := strings.TrimPrefix(hashed.URL, srv.URL+"/chung-thuc?bam="); w.log.heard() != want || len(want) != 64 {
			t.Errorf("%s: the browser's hash %s, the server's %s", path, want, w.log.heard())
		}
	}
}
