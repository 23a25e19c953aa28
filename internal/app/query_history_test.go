package app

import (
	"encoding/json"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/publication"
)

// What staff wrote to each other, and the text of drafts, is in no part of what the
// public is told of an item's history.
func TestPublicHistoryHoldsNoRemarks(t *testing.T) {
	const secret = "NỘI BỘ"
	text := publication.TextWritten{Title: secret, Summary: secret, Body: secret}
	for _, e := range []domain.Event{
		text, publication.MetadataDescribed{Metadata: publication.Metadata{Creator: secret}},
		publication.Translated{Language: "en", Title: secret, Body: secret}, publication.Submitted{Note: secret},
		publication.Recalled{Reason: secret}, publication.Returned{Reason: secret},
		publication.ChecklistCompleted{Items: map[string]string{"01": secret}}, publication.ApprovalRevoked{Reason: secret},
		publication.CorrectionOpened{Reason: secret}, publication.CorrectionDropped{Reason: secret},
	} {
		shown, _ := redact(e)
		raw, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		for _, told := range []string{string(raw), publication.Describe(shown, "vi"), publication.Describe(shown, "en")} {
			if strings.Contains(told, secret) {
				t.Errorf("%s tells %q", e.EventType(), told)
			}
			if strings.HasSuffix(strings.TrimSpace(told), ":") || strings.Contains(told, "“”") {
				t.Errorf("%s is half a sentence: %q", e.EventType(), told)
			}
		}
	}
}
