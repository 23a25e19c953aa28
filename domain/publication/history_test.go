package publication

import (
	"reflect"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/duty"
	"minhbach/domain/rules"
)

func TestVersionsAsOfAnyEvent(t *testing.T) {
	s := correcting(t).happens(Submit{Deed: by(minh)}, approve(tuan, Hash(corrected())),
		Withdraw{Deed: by(tuan), Authority: seat(tuan, PositionHead), Reason: "x"})
	want := []Version{
		{Number: 1, Content: story(), ContentHash: Hash(story()), On: day("2026-03-02"), ApprovedBy: "hoa", Authority: *seat(hoa, PositionMember)},
		{Number: 2, Content: corrected(), ContentHash: Hash(corrected()), Reason: "Thiếu giờ mở cửa", On: day("2026-03-02"),
			ApprovedBy: "tuan", Authority: *seat(tuan, PositionMember)},
	}
	if got := Versions(s.history); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v\nwant %+v", got, want)
	}
	seen := 0
	for i := range s.history {
		got := Versions(s.history[:i])
		if len(got) < seen || !reflect.DeepEqual(got, want[:len(got):len(got)]) && len(got) > 0 {
			t.Fatalf("as of event %d: %+v", i, got)
		}
		seen = len(got)
	}
}

func TestDiffContentNamesFieldsInReadingOrder(t *testing.T) {
	if d := DiffContent(full(), full()); len(d) != 0 {
		t.Fatalf("no change, but %+v", d)
	}
	a, b := full(), full()
	b.Body, b.Title = "khác", "Mới"
	b.Details.Document.Signer = "Lê B"
	b.Details.Document.ExpiredOn = day("2030-01-01")
	b.Metadata.Subjects = []string{"một"}
	b.Attachments = nil
	delete(b.Translations, "km")
	var names []string
	for _, c := range DiffContent(a, b) {
		names = append(names, c.Field)
	}
	want := "title body details.document.expired_on details.document.signer metadata.subjects attachments " +
		"translations.km.of translations.km.title"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	first := DiffContent(a, b)[0]
	if first != (Change{Field: "title", Before: a.Title, After: "Mới"}) {
		t.Errorf("%+v", first)
	}
	for _, c := range DiffContent(Content{}, Content{}) {
		t.Errorf("two empty contents differ in %+v", c)
	}
}

func TestEveryFactIsDescribedInBothLanguages(t *testing.T) {
	for _, e := range Events() {
		vi, en := Describe(e, "vi"), Describe(e, "en")
		if vi == "" || en == "" || vi == en || strings.Contains(vi+en, "%!") {
			t.Errorf("%s: %q, %q", e.EventType(), vi, en)
		}
	}
	type stranger struct{ domain.Event }
	if s := Describe(stranger{}, "vi"); s != "" {
		t.Errorf("a stranger is described: %s", s)
	}
}

func TestDescriptions(t *testing.T) {
	late := DutyMet{RuleID: "R17.c1", Verdict: duty.Verdict{State: duty.Late, DaysLate: 1, DueDate: day("2026-03-04"), Unit: rules.WorkingDays},
		LegalBasisVi: "Điều 17", LegalBasisEn: "Article 17"}
	lent := *seat(hoa, PositionHead)
	lent.Delegator = "tuan"
	for want, e := range map[string]domain.Event{
		"vi Bắt đầu soạn mục thuộc loại “Tin tức, sự kiện”, địa chỉ “hoi-cho”.":                             Drafted{Kind: News, Slug: "hoi-cho"},
		"en It was published 1 working day after 04/03/2026 (Article 17).":                                  late,
		"vi Đăng trễ hạn 1 ngày làm việc so với ngày 04/03/2026 (Điều 17).":                                 late,
		"vi Phiên bản 1 được người được Trưởng ban Biên tập ủy quyền duyệt, hẹn đăng lúc 09:00 06/03/2026.": Approved{Version: 1, Authority: lent, PublishAt: friday},
		"en Version 2, a correction, was published on 02/03/2026, reason: Wrong date":                       Corrected{Version: 2, On: day("2026-03-02"), Reason: "Wrong date"},
		"vi Gỡ khỏi cổng theo quyết định của Thủ trưởng cơ quan, lý do: Sai":                                Withdrawn{Reason: "Sai", Authority: Authority{Position: PositionAgencyHead}},
		"en The deadline was dropped because the date that began it was corrected before publication.":      DutyDropped{Reason: DroppedDateChanged},
		"vi Viết nội dung, tiêu đề “" + strings.Repeat("a", 159) + "…”.":                                    TextWritten{Title: strings.Repeat("a", 300)},
	} {
		lang, sentence, _ := strings.Cut(want, " ")
		if got := Describe(e, lang); got != sentence {
			t.Errorf("got  %s\nwant %s", got, sentence)
		}
	}
}

func TestChecksHaveSentences(t *testing.T) {
	if len(Checks()) != 5 {
		t.Errorf("%d checks", len(Checks()))
	}
	for _, c := range Checks() {
		if c.Sentence("vi") == "" || c.Sentence("en") == "" || c.Sentence("vi") == c.Sentence("en") {
			t.Errorf("%s lacks a sentence", c.ID)
		}
	}
}
