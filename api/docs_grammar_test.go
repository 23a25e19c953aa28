package api

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Whatever the documentation says can be asked, can be asked.
func TestDocumentedQuestionsWork(t *testing.T) {
	s := server(t, newFake())
	page := html.UnescapeString(call(s, "GET", "/api/docs", "").Body.String())
	for _, c := range conditions {
		if w := ask(s, "/rows", map[string]string{"where": c.Text}); w.Code != 200 {
			t.Errorf("%s: %d %s", c.Text, w.Code, w.Body)
		}
		if !strings.Contains(page, c.Text) || c.Vi == "" || c.En == "" {
			t.Errorf("%s is not explained on the page", c.Text)
		}
	}
	for _, c := range docsLists {
		for question := range strings.SplitSeq(strings.ReplaceAll(c.Text, "&cursor=…", ""), " · ") {
			part := "/rows"
			if strings.HasPrefix(question, "group_by") {
				part = "/groups"
			}
			v := url.Values{}
			for pair := range strings.SplitSeq(question, "&") {
				name, value, _ := strings.Cut(pair, "=")
				v.Set(name, value)
			}
			if w := call(s, "GET", dataPath+part+"?"+v.Encode(), ""); w.Code != 200 {
				t.Errorf("%s: %d %s", question, w.Code, w.Body)
			}
		}
	}
}
