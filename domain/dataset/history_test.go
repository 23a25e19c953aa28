package dataset

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/editorial"
)

func TestVersionsAsOfAnyEvent(t *testing.T) {
	s := revising(t).happens(Submit{Deed: by(minh)}, approval(tuan, Hash(content(newer(2)))),
		Withdraw{by(tuan), seat(tuan, editorial.PositionHead), "x"})
	want := []Version{
		{Number: 1, Content: content(data(1)), ContentHash: Hash(content(data(1))), DataVersion: 1, On: day("2026-03-02"), ApprovedBy: "hoa", Authority: *member(hoa)},
		{Number: 2, Content: content(newer(2)), ContentHash: Hash(content(newer(2))), DataVersion: 2, Change: Correction, Reason: "Số liệu hai xã bị hoán đổi",
			On: day("2026-03-02"), ApprovedBy: "tuan", Authority: *member(tuan)},
	}
	if got := Versions(s.events); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v\nwant %+v", got, want)
	}
	seen := 0
	for i := range s.events {
		got := Versions(s.events[:i])
		if len(got) < seen || len(got) > 0 && !reflect.DeepEqual(got, want[:len(got)]) {
			t.Fatalf("as of event %d: %+v", i, got)
		}
		seen = len(got)
	}
}

func TestDiffContentNamesFieldsInReadingOrder(t *testing.T) {
	a, b := content(data(1)), content(newer(2))
	if d := DiffContent(a, a); len(d) != 0 {
		t.Fatalf("no change, but %+v", d)
	}
	b.Description.Title, b.Description.Contact.Phone = "Mới", "0299 3822 222"
	b.Description.Keywords = []string{"lúa", "gạo"}
	b.Release.Columns = append([]Column{}, b.Release.Columns...)
	b.Release.Columns[1].Unit = "công"
	b.Release.Columns = append(b.Release.Columns, Column{Name: "nam", Title: "Năm", Type: Integer})
	var names []string
	for _, c := range DiffContent(a, b) {
		names = append(names, c.Field)
	}
	want := "title keywords contact.phone release.change release.file release.reason release.rows " +
		"columns columns.dien_tich.unit columns.nam.title columns.nam.type"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	none := a
	none.Release = nil
	for _, c := range DiffContent(none, a) {
		if c.Before != "" || c.After == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestEveryFactIsToldInBothLanguages(t *testing.T) {
	for _, e := range Events() {
		vi, en := Tell(e, "vi"), Tell(e, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", e.EventType(), vi, en)
		}
	}
	type stranger struct{ domain.Event }
	if s := Tell(stranger{}, "vi"); s != "" {
		t.Errorf("a stranger is told: %s", s)
	}
	rejected := data(1)
	rejected.Rejected = 3
	lent := *seat(hoa, editorial.PositionHead)
	lent.Delegator = "tuan"
	for want, e := range map[string]domain.Event{
		"vi Đưa dữ liệu vào từ tệp “lua.csv”: 12 dòng, 3 dòng bị loại.":                                     ReleaseAttached{Release: rejected},
		"en Data was attached from the file “lua.csv”: 12 rows.":                                            ReleaseAttached{Release: data(1)},
		"vi Đăng phiên bản 2 (đính chính), ngày 02/03/2026, lý do: Sai":                                     Revised{Version: 2, Change: Correction, On: day("2026-03-02"), Reason: "Sai"},
		"en Version 3 (description changed) was published on 02/03/2026, reason: Typo":                      Revised{Version: 3, On: day("2026-03-02"), Reason: "Typo"},
		"vi Phiên bản 1 được người được Trưởng ban Biên tập ủy quyền duyệt, hẹn đăng lúc 09:00 06/03/2026.": Approved{Version: 1, Authority: lent, PublishAt: friday},
		"vi Rà soát ngày 02/03/2026, dữ liệu vẫn đúng.":                                                     Reviewed{On: day("2026-03-02")},
	} {
		lang, sentence, _ := strings.Cut(want, " ")
		if got := Tell(e, lang); got != sentence {
			t.Errorf("got  %s\nwant %s", got, sentence)
		}
	}
}

func TestHashStandsForTheData(t *testing.T) {
	full := content(risky(1))
	full.Release.Notes = []Note{{Code: "converted", Params: map[string]string{"from": "tcvn3"}}}
	var back Content
	if err := json.Unmarshal(Canonical(full), &back); err != nil || !reflect.DeepEqual(back, full) {
		t.Fatalf("%v\n%+v\n%+v", err, back, full)
	}
	seen := map[string]string{Hash(full): "nothing"}
	for name, change := range map[string]func(*Content){
		"title":   func(c *Content) { c.Description.Title += "." },
		"period":  func(c *Content) { c.Description.PeriodTo = day("2025-12-30") },
		"file":    func(c *Content) { c.Release.File.SHA256 = strings.Repeat("0", 64) },
		"reading": func(c *Content) { c.Release.Reading.HeaderRow = 2 },
		"format":  func(c *Content) { c.Release.Reading.Columns[1].Format = "1,234.5" },
		"type":    func(c *Content) { c.Release.Columns[1].Type = Text },
		"unit":    func(c *Content) { c.Release.Columns[1].Unit = "" },
		"rows":    func(c *Content) { c.Release.Rows++ },
		"finding": func(c *Content) { c.Release.Findings = nil },
		"note":    func(c *Content) { c.Release.Notes[0].Params["from"] = "vni" },
		"change":  func(c *Content) { c.Release.Change = Revision },
		"release": func(c *Content) { c.Release = nil },
	} {
		c := full.clone()
		change(&c)
		if other, taken := seen[Hash(c)]; taken {
			t.Errorf("a change of %s hashes like one of %s", name, other)
		}
		seen[Hash(c)] = name
	}
	if seen[Hash(full)] != "nothing" {
		t.Error("a clone shares memory with its original")
	}
}

func BenchmarkHash(b *testing.B) {
	c := content(data(1))
	for i := range 50 {
		c.Release.Columns = append(c.Release.Columns, Column{Name: "c" + string(rune('a'+i%26)), Title: "Cột", Type: Text})
	}
	for b.Loop() {
		Hash(c)
	}
}
